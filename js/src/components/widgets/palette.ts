/** The named colours of widgets, such as `blue-500` and `alpha-10`. */

const HUES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    red: 25,
    orange: 52,
    amber: 72,
    yellow: 88,
    lime: 125,
    green: 150,
    emerald: 162,
    teal: 185,
    cyan: 210,
    sky: 235,
    blue: 255,
    indigo: 275,
    violet: 290,
    purple: 300,
    fuchsia: 322,
    pink: 352,
    rose: 12,
    gray: 260,
    slate: 255,
    zinc: 285,
    neutral: 0,
    stone: 60,
  }),
);

const GRAYS: ReadonlySet<string> = new Set(["gray", "slate", "zinc", "neutral", "stone"]);

/** Lightness and chroma of some steps; those between them are between. */
const STEPS: readonly (readonly [number, number, number])[] = [
  [0, 1, 0],
  [25, 0.985, 0.01],
  [50, 0.97, 0.02],
  [75, 0.955, 0.03],
  [100, 0.935, 0.045],
  [200, 0.885, 0.08],
  [300, 0.81, 0.12],
  [400, 0.72, 0.16],
  [500, 0.64, 0.185],
  [600, 0.56, 0.18],
  [700, 0.48, 0.155],
  [800, 0.4, 0.125],
  [900, 0.33, 0.095],
  [950, 0.26, 0.07],
  [1000, 0.2, 0.05],
];

/** The colour called `name`, or `undefined` when there is none. */
export function paletteColor(name: string): string | undefined {
  const [, hueName = "", stepName = ""] = /^([a-z]+)-(\d{1,4})$/.exec(name) ?? [];
  if (hueName === "alpha") return veil(stepName);
  const [hue, step] = [HUES.get(hueName), Number(stepName)];
  const above = STEPS.findIndex(([at]) => at >= step);
  const [low, high] = [STEPS[above - 1], STEPS[above]];
  if (hue === undefined || step % 25 !== 0 || low === undefined || high === undefined) return undefined;
  const part = (step - low[0]) / (high[0] - low[0]);
  const between = (index: 1 | 2) => Number((low[index] + part * (high[index] - low[index])).toFixed(4));
  return `oklch(${between(1)} ${GRAYS.has(hueName) ? 0.005 : between(2)} ${hue})`;
}

/** Black or white, whichever stands out, at so many hundredths: `alpha-05` to `alpha-90`. */
function veil(hundredths: string): string | undefined {
  if (!/^\d\d$/.test(hundredths) || hundredths === "00") return undefined;
  const strength = `${Number(hundredths)}%`;
  return `light-dark(rgb(0 0 0 / ${strength}), rgb(255 255 255 / ${strength}))`;
}
