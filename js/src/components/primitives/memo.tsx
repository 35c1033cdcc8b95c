/** Draws a component again only when one of its props is another value. */
import { Component, type ComponentType } from "preact";
import type { JsonObject } from "../../protocol/guards";

export function memo<P extends object>(Inner: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before: Readonly<JsonObject> = { ...this.props };
      const after: Readonly<JsonObject> = { ...next };
      const names = Object.keys(after);
      return (
        names.length !== Object.keys(before).length || names.some((name) => before[name] !== after[name])
      );
    }

    override render(props: Readonly<P>) {
      return <Inner {...props} />;
    }
  };
}
