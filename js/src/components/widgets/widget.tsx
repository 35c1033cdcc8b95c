/** A widget: its nodes drawn by the components that know their types. */
import type { ComponentType } from "preact";
import type { WidgetRoot } from "../../protocol/wire.gen";
import { memo } from "../primitives/memo";
import { ActionsContext, useWidgetActions } from "./actions";
import { Badge } from "./badge";
import { Basic, Box, Col, Divider, Row, Spacer, Transition } from "./box";
import { Button } from "./button";
import { Card } from "./card";
import { ListView, ListViewItem } from "./list-view";
import { WidgetIcon, WidgetImage } from "./media";
import { NodesContext } from "./nodes";
import type { NodeProps } from "./props";
import { Caption, MarkdownText, Text, Title } from "./text";

const components: Readonly<Record<string, ComponentType<NodeProps>>> = {
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
};

interface WidgetProps {
  itemId: string;
  root: WidgetRoot;
}

function Widget({ itemId, root }: WidgetProps) {
  const { actions, loads } = useWidgetActions(itemId);
  const Root = Object.hasOwn(components, root.type) ? components[root.type] : undefined;
  if (Root === undefined) return null;
  return (
    <div class={loads ? "widget is-loading" : "widget"} inert={loads} aria-busy={loads}>
      <NodesContext.Provider value={components}>
        <ActionsContext.Provider value={actions}>
          <Root node={root} />
        </ActionsContext.Provider>
      </NodesContext.Provider>
    </div>
  );
}

export const WidgetView = memo(Widget);
