/** Copies text and says that it did. */
import { useEffect, useState } from "preact/hooks";
import { useView } from "../view";
import { words } from "../words";
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

const LOOKS = {
  idle: { icon: "copy", said: words.copy },
  copied: { icon: "check", said: words.copied },
  failed: { icon: "x", said: words.copyFailed },
} as const;

export function CopyButton({ text, worded = false, tip = "center" }: CopyButtonProps) {
  const { announcement } = useView();
  const [outcome, setOutcome] = useState<keyof typeof LOOKS>("idle");
  useEffect(() => {
    if (outcome === "idle") return undefined;
    const timer = setTimeout(() => setOutcome("idle"), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [outcome]);

  const { icon, said } = LOOKS[outcome];
  const copy = async (event: MouseEvent & { currentTarget: HTMLElement }) => {
    const copied = await copyText(text(), event.currentTarget);
    setOutcome(copied ? "copied" : "failed");
    announcement.value = copied ? words.copied : words.copyFailed;
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
