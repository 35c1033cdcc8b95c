/** Copies text and says that it did. */
import { useEffect, useState } from "preact/hooks";
import { words } from "../../locales";
import { useView } from "../view";
import { copyText } from "./clipboard";
import { Icon } from "./icon";
import { IconButton } from "./icon-button";

const SHOWN_FOR = 1_600;

interface CopyButtonProps {
  text: () => string;
  /** Shows the word beside the icon. */
  worded?: boolean;
  tip?: "start" | "center" | "end";
}

const ICONS = { copy: "copy", copied: "check", copyFailed: "x" } as const;

export function CopyButton({ text, worded = false, tip = "center" }: CopyButtonProps) {
  const { announcement } = useView();
  const [outcome, setOutcome] = useState<keyof typeof ICONS>("copy");
  useEffect(() => {
    if (outcome === "copy") return undefined;
    const timer = setTimeout(() => setOutcome("copy"), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [outcome]);

  const [icon, said] = [ICONS[outcome], words[outcome]];
  const copy = async (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const next = (await copyText(text(), event.currentTarget)) ? "copied" : "copyFailed";
    setOutcome(next);
    announcement.value = words[next];
  };

  if (!worded) {
    return <IconButton icon={icon} label={words.copy} tip={tip} data-tip={said} onClick={copy} />;
  }
  return (
    <button type="button" class="quiet-button" aria-label={words.copy} onClick={copy}>
      <Icon name={icon} />
      <span>{said}</span>
    </button>
  );
}
