/** The name of a field. */
import { useContext } from "preact/hooks";
import { brief } from "../../prose/brief";
import { WidgetContext } from "../forms/context";
import { fieldId, labelId } from "../forms/field";
import { type NodeProps, text } from "../props";
import { labelLook } from "../text";

export function Label({ node }: NodeProps) {
  const { id: widgetId, keys } = useContext(WidgetContext);
  const field = keys.labelledBy(node);
  const id = field && fieldId(widgetId, field.key);
  return (
    <label
      {...labelLook(node)}
      for={field?.isGroup ? undefined : id}
      id={id === undefined ? undefined : labelId(id)}
    >
      {brief(text(node.value))}
    </label>
  );
}
