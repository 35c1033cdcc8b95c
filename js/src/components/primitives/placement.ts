/** Where something that opens beside a control fits. Lengths are pixels of the window. */

export type Side = "top" | "bottom" | "left" | "right";
export type Align = "start" | "center" | "end";

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Wish {
  readonly side: Side;
  readonly align: Align;
  readonly isRtl: boolean;
}

const GAP = 4;
/** What stays free at the edges of the window. */
const MARGIN = 8;

const OPPOSITE = { top: "bottom", bottom: "top", left: "right", right: "left" } as const;

/** The upper left corner, and how tall it may be. It turns to the other side where only that has room. */
export function placed(anchor: Rectangle, size: Size, window: Size, { side: wished, align, isRtl }: Wish) {
  const right = anchor.left + anchor.width;
  const bottom = anchor.top + anchor.height;
  const room = {
    top: anchor.top,
    bottom: window.height - bottom,
    left: anchor.left,
    right: window.width - right,
  };
  const isUpright = wished === "top" || wished === "bottom";
  const needed = (isUpright ? size.height : size.width) + GAP + MARGIN;
  const other = OPPOSITE[wished];
  const side = room[wished] < needed && room[other] > room[wished] ? other : wished;

  const height = isUpright ? Math.min(size.height, room[side] - GAP - MARGIN) : size.height;
  const along = isUpright
    ? aligned(anchor.left, anchor.width, size.width, turned(align, isRtl))
    : aligned(anchor.top, anchor.height, size.height, align);
  const corner =
    new Map<Side, { left: number; top: number }>([
      ["top", { left: along, top: anchor.top - GAP - height }],
      ["bottom", { left: along, top: bottom + GAP }],
      ["left", { left: anchor.left - GAP - size.width, top: along }],
      ["right", { left: right + GAP, top: along }],
    ]).get(side) ?? anchor;
  const kept = {
    left: within(corner.left, size.width, window.width),
    top: within(corner.top, height, window.height),
  };
  return { ...kept, maxHeight: Math.min(Math.max(height, 0), window.height - kept.top - MARGIN) };
}

function turned(align: Align, isRtl: boolean): Align {
  if (!isRtl || align === "center") return align;
  return align === "start" ? "end" : "start";
}

function aligned(from: number, length: number, own: number, align: Align): number {
  if (align === "start") return from;
  return align === "end" ? from + length - own : from + (length - own) / 2;
}

function within(from: number, length: number, whole: number): number {
  return Math.max(MARGIN, Math.min(from, whole - length - MARGIN));
}
