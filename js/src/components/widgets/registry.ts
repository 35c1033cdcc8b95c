/**
 * The component of every type of node, a family for each module of `chatkit_notebook.widgets`. A new type is one line
 * here; components never import this file, since those that hold children get it through `NodesContext`.
 */
import type { ComponentType } from "preact";
import { Card } from "./card";
import { Chart } from "./chart/chart";
import { Button } from "./controls/button";
import { Checkbox } from "./controls/checkbox";
import { DatePicker } from "./controls/date-picker";
import { Input } from "./controls/input";
import { Label } from "./controls/label";
import { RadioGroup } from "./controls/radio-group";
import { Select } from "./controls/select";
import { Textarea } from "./controls/textarea";
import { DataFrame } from "./frame/frame";
import { Basic, Box, Col, Divider, Form, Row, Spacer } from "./layout";
import { ListView, ListViewItem } from "./list-view";
import { WidgetIcon, WidgetImage } from "./media";
import type { Components } from "./nodes";
import type { NodeProps } from "./props";
import { Table, TableCell, TableRow } from "./table/table";
import { Badge, Caption, MarkdownText, Text, Title } from "./text";
import { Transition } from "./transition";

type Family = readonly (readonly [string, ComponentType<NodeProps>])[];

const roots: Family = [
  ["Basic", Basic],
  ["Card", Card],
  ["ListView", ListView],
  ["ListViewItem", ListViewItem],
];

const layout: Family = [
  ["Box", Box],
  ["Col", Col],
  ["Divider", Divider],
  ["Form", Form],
  ["Row", Row],
  ["Spacer", Spacer],
  ["Transition", Transition],
];

const text: Family = [
  ["Badge", Badge],
  ["Caption", Caption],
  ["Markdown", MarkdownText],
  ["Text", Text],
  ["Title", Title],
];

const media: Family = [
  ["Icon", WidgetIcon],
  ["Image", WidgetImage],
];

const data: Family = [
  ["Chart", Chart],
  ["DataFrame", DataFrame],
  ["Table", Table],
  ["Table.Cell", TableCell],
  ["Table.Row", TableRow],
];

const controls: Family = [
  ["Button", Button],
  ["Checkbox", Checkbox],
  ["DatePicker", DatePicker],
  ["Input", Input],
  ["Label", Label],
  ["RadioGroup", RadioGroup],
  ["Select", Select],
  ["Textarea", Textarea],
];

export const components: Components = new Map([roots, layout, text, media, data, controls].flat());
