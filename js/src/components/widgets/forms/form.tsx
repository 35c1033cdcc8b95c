/** A form: what is sent, when, and what Enter does in it. */
import type { ComponentChildren, ComponentProps } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { ActionConfig } from "../../../protocol/wire.gen";
import { type Loading, useActions } from "../actions";
import { FormContext, FormScope } from "./scope";

/** What sends a form: a button with an action of its own, or the form itself. */
export interface Sender {
  readonly action: ActionConfig | undefined;
  readonly key: unknown;
  readonly auto: Loading;
}

/** Sends the form around, if its fields hold what they must; `null` outside of a form. */
export function useSend(): ((sender?: Sender) => void) | null {
  const actions = useActions();
  const scope = useContext(FormContext);
  if (!scope.isForm) return null;
  return (sender) => {
    const action = sender?.action ?? scope.action;
    if (!scope.check() || action === undefined) return;
    // A form shows that it is sent, whichever button sends it.
    const isOwn = sender?.action !== undefined;
    actions.run(action, isOwn ? sender.key : scope, isOwn ? sender.auto : "container");
  };
}

interface FormFrameProps {
  action: ActionConfig | undefined;
  attributes: Pick<ComponentProps<"div">, "class" | "style">;
  children: ComponentChildren;
}

export function FormFrame({ action, attributes, children }: FormFrameProps) {
  const around = useContext(FormContext);
  const scope = useMemo(() => new FormScope(around, true), [around]);
  scope.action = action;
  return (
    <FormContext.Provider value={scope}>
      <FormElement attributes={attributes} isInner={around.isForm}>
        {children}
      </FormElement>
    </FormContext.Provider>
  );
}

interface FormElementProps extends Omit<FormFrameProps, "action"> {
  isInner: boolean;
}

/** HTML has no forms within forms: an inner one is a group of fields that is sent by itself. */
function FormElement({ attributes, isInner, children }: FormElementProps) {
  const send = useSend();
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const button = ownButton(event.currentTarget);
    if (button) button.click();
    else send?.();
  };
  if (isInner) {
    return (
      <fieldset {...attributes} data-form onKeyDown={onKeyDown}>
        {children}
      </fieldset>
    );
  }
  const onSubmit = (event: Event) => {
    event.preventDefault();
    send?.();
  };
  return (
    <form noValidate {...attributes} data-form onKeyDown={onKeyDown} onSubmit={onSubmit}>
      {children}
    </form>
  );
}

/** The first button that sends this form and none within it. */
function ownButton(form: HTMLElement): HTMLButtonElement | undefined {
  return [...form.querySelectorAll<HTMLButtonElement>("button[type=submit]")].find(
    (button) => button.closest("[data-form]") === form,
  );
}
