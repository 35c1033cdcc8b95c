/** The lower edge of the panel: drag it, or use the arrow keys, to change how tall the chat is. */
import { useRef } from "preact/hooks";
import { words } from "../../locales";

const LEAST = 280;
const STEP = 24;
const DIRECTIONS: ReadonlyMap<string, number> = new Map([
  ["ArrowUp", -1],
  ["ArrowDown", 1],
]);

function resize(host: HTMLElement, height: number): void {
  const most = Math.max(LEAST, window.innerHeight);
  host.style.height = `${Math.round(Math.min(most, Math.max(LEAST, height)))}px`;
}

export function Resizer({ host }: { host: HTMLElement }) {
  const grip = useRef<{ y: number; height: number } | null>(null);
  const start = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { y: event.clientY, height: host.offsetHeight };
  };
  const move = (event: PointerEvent) => {
    if (grip.current !== null) resize(host, grip.current.height + event.clientY - grip.current.y);
  };
  const end = () => {
    grip.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = DIRECTIONS.get(event.key);
    if (direction === undefined) return;
    event.preventDefault();
    resize(host, host.offsetHeight + direction * STEP);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule between lines cannot be dragged
    <div
      class="resizer"
      role="separator"
      aria-orientation="horizontal"
      aria-label={words.chatHeight}
      aria-valuenow={Math.round(host.offsetHeight)}
      aria-valuemin={LEAST}
      tabIndex={0}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    />
  );
}
