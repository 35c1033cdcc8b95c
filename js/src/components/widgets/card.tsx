import { safeImage } from "../../markdown/urls";
import { isObject } from "../../protocol/guards";
import { hasIcon, Icon } from "../primitives/icon";
import { brief } from "../prose/brief";
import { useActions } from "./actions";
import { FormFrame, useSend } from "./forms/form";
import { Nodes } from "./nodes";
import { actionOf, flag, type NodeProps, oneOf, optionalText, schemeOf, text } from "./props";
import { BACKGROUNDS, border, color, spacing, styleOf } from "./values";

/** The line above a card or list: where it comes from. */
export function Status({ status }: { status: unknown }) {
  if (!isObject(status)) return null;
  const { text: words, icon, favicon, frame } = status;
  const name = optionalText(icon);
  const picture = typeof favicon === "string" ? safeImage(favicon) : null;
  return (
    <div class="w-status">
      {hasIcon(name) && <Icon name={name} />}
      {/* A site's own icon would be asked from that site. */}
      {picture !== null && picture.kind === "local" && (
        <img class={flag(frame) ? "is-framed" : undefined} src={picture.url} alt="" />
      )}
      <span dir="auto">{brief(text(words))}</span>
    </div>
  );
}

function FooterButton({ config, primary }: { config: unknown; primary: boolean }) {
  const actions = useActions();
  const send = useSend();
  if (!isObject(config)) return null;
  const { label, action: given } = config;
  const action = actionOf(given);
  // Other controls go by a text, a number or their node.
  const loads = actions.loads(primary);
  const sends = primary && send !== null;
  const onClick = (event: MouseEvent) => {
    if (sends) event.preventDefault();
    if (sends) send({ action, key: primary, auto: "container" });
    else if (action !== undefined) actions.run(action, primary, "container");
  };
  return (
    <button
      type={sends ? "submit" : "button"}
      class="w-button"
      data-color={primary ? "primary" : "secondary"}
      data-variant={primary ? "solid" : "outline"}
      data-size="md"
      disabled={actions.waits(action)}
      aria-busy={loads}
      onClick={onClick}
    >
      <span class="w-button-label">{brief(text(label))}</span>
      {loads && <span class="spinner" aria-hidden="true" />}
    </button>
  );
}

export function Card({ node }: NodeProps) {
  const ground = color(node.background, BACKGROUNDS);
  const attributes = {
    class: "w-card",
    "data-size": oneOf(node.size, ["sm", "md", "lg", "full"], "md"),
    "data-scheme": schemeOf(node),
    style: styleOf({
      background: ground,
      // What stays in place while the rest scrolls below it has the card's ground, too.
      "--ck-ground": ground,
      ...border(node.border),
    }),
  };
  const inner = (
    <>
      <Status status={node.status} />
      {!flag(node.collapsed) && (
        <>
          <div class="w-card-body" style={styleOf(spacing("padding", node.padding))}>
            <Nodes of={node.children} />
          </div>
          {(node.confirm ?? node.cancel) !== undefined && (
            <div class="w-card-foot">
              <FooterButton config={node.cancel} primary={false} />
              <FooterButton config={node.confirm} primary />
            </div>
          )}
        </>
      )}
    </>
  );
  if (!flag(node.asForm)) return <div {...attributes}>{inner}</div>;
  return (
    <FormFrame action={undefined} attributes={attributes}>
      {inner}
    </FormFrame>
  );
}
