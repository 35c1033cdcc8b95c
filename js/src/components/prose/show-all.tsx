import { words } from "../../locales";

interface ShowAllProps {
  /** How long the whole is, in characters. */
  size: number;
  onClick: () => void;
}

/** The end of what is drawn of a very long text, and the way to the rest. */
export function ShowAll({ size, onClick }: ShowAllProps) {
  return (
    <button type="button" class="show-all small-button" onClick={onClick}>
      {words.showAll(size)}
    </button>
  );
}
