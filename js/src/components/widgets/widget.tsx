/** A widget: its nodes drawn by the components that know their types. */
import type { WidgetRoot } from "../../protocol/wire.gen";
import { memo } from "../primitives/memo";
import { ActionsContext, useWidgetActions } from "./actions";
import { Card } from "./card";
import { Button } from "./controls";
import { Basic, Box, Col, Divider, Row, Spacer, Transition } from "./layout";
import { ListView, ListViewItem } from "./list-view";
import { WidgetIcon, WidgetImage } from "./media";
import { type Components, Node, NodesContext } from "./nodes";
import { Badge, Caption, MarkdownText, Text, Title } from "./text";

const components: Components = new Map(
  Object.entries({
    Badge,
    Basic,
    Box,
    Button,
    Caption,
    Card,
    Col,
    Divider,
    Icon: WidgetIcon,
    Image: WidgetImage,
    ListView,
    ListViewItem,
    Markdown: MarkdownText,
    Row,
    Spacer,
    Text,
    Title,
    Transition,
  }),
);

const ROOT = { components, depth: 0 };

interface WidgetProps {
  itemId: string;
  root: WidgetRoot;
}

function Widget({ itemId, root }: WidgetProps) {
  const { actions, loads } = useWidgetActions(itemId);
  return (
    <div class={loads ? "widget is-loading" : "widget"} inert={loads} aria-busy={loads}>
      <NodesContext.Provider value={ROOT}>
        <ActionsContext.Provider value={actions}>
          <Node node={root} />
        </ActionsContext.Provider>
      </NodesContext.Provider>
    </div>
  );
}

export const WidgetView = memo(Widget);
