/** The named colours of widgets, such as `blue-500`. */

const HUES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    red: 25,
    orange: 52,
    yellow: 88,
    green: 150,
    blue: 255,
    purple: 300,
    pink: 352,
    gray: 260,
  }),
);

/** Lightness and chroma of each step. */
const STEPS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["25", [0.985, 0.01]],
  ["50", [0.97, 0.02]],
  ["75", [0.955, 0.03]],
  ["100", [0.935, 0.045]],
  ["200", [0.885, 0.08]],
  ["300", [0.81, 0.12]],
  ["400", [0.72, 0.16]],
  ["500", [0.64, 0.185]],
  ["600", [0.56, 0.18]],
  ["700", [0.48, 0.155]],
  ["800", [0.4, 0.125]],
  ["900", [0.33, 0.095]],
  ["950", [0.26, 0.07]],
]);

/** The colour called `name`, or `undefined` when there is none. */
export function paletteColor(name: string): string | undefined {
  const [hueName = "", stepName = "", ...rest] = name.split("-");
  const [hue, step] = [HUES.get(hueName), STEPS.get(stepName)];
  if (hue === undefined || step === undefined || rest.length > 0) return undefined;
  const [lightness, chroma] = step;
  return `oklch(${lightness} ${hueName === "gray" ? 0.005 : chroma} ${hue})`;
}
