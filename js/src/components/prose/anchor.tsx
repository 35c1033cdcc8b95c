import type { ComponentChildren } from "preact";
import { deepLink } from "../../markdown/urls";
import { useView } from "../view";

interface AnchorProps {
  /** An address that passed the list of allowed ones. */
  href: string;
  title?: string | undefined;
  children: ComponentChildren;
}

/** A link that leaves the notebook where it is; a deep link goes to Python. */
export function Anchor({ href, title, children }: AnchorProps) {
  const { conversation } = useView();
  const target = deepLink(href);
  if (target !== null) {
    const report = (event: MouseEvent) => {
      event.preventDefault();
      conversation.log("deeplink", target);
    };
    return (
      <a href={href} title={title} onClick={report}>
        {children}
      </a>
    );
  }
  if (href.startsWith("#")) {
    return (
      <a href={href} title={title}>
        {children}
      </a>
    );
  }
  return (
    <a href={href} title={title} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
