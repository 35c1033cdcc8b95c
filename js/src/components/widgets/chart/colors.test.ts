import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

const times = (matrix: Matrix, [a, b, c]: Vector): Vector => {
  const [x, y, z] = matrix.map(([i, j, k]) => i * a + j * b + k * c);
  return [x ?? 0, y ?? 0, z ?? 0];
};

// From https://bottosson.github.io/posts/oklab/, between OKLab and linear sRGB.
const LAB_TO_CONES: Matrix = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const CONES_TO_RGB: Matrix = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];
const RGB_TO_CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const CONES_TO_LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
/** Machado, Oliveira and Fernandes 2009, for eyes that lack one kind of cone. */
const EYES: readonly (readonly [string, Matrix])[] = [
  [
    "all cones",
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  ],
  [
    "no cones for red",
    [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  ],
  [
    "no cones for green",
    [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  ],
];

const clip = (color: Vector): Vector => {
  const [r, g, b] = color.map((part) => Math.min(Math.max(part, 0), 1));
  return [r ?? 0, g ?? 0, b ?? 0];
};

function rgbOf([lightness, chroma, hue]: Vector): Vector {
  const angle = (hue * Math.PI) / 180;
  const [l, m, s] = times(LAB_TO_CONES, [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
  return clip(times(CONES_TO_RGB, [l ** 3, m ** 3, s ** 3]));
}

function labOf(rgb: Vector): Vector {
  const [l, m, s] = times(RGB_TO_CONES, rgb).map(Math.cbrt);
  return times(CONES_TO_LAB, [l ?? 0, m ?? 0, s ?? 0]);
}

const light = ([r, g, b]: Vector) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: Vector, b: Vector): number {
  const [less, more] = [light(a), light(b)].sort((one, other) => one - other);
  return ((more ?? 0) + 0.05) / ((less ?? 0) + 0.05);
}

const sheet = readFileSync("src/components/widgets/chart/chart.css", "utf8");
const TOKEN = /--ck-chart-(\w+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\)/g;
const read = (text: string | undefined): Vector => {
  const [l, c, h] = (text ?? "").split(" ").map(Number);
  return [l ?? 0, c ?? 0, h ?? 0];
};
const tokens = [...sheet.matchAll(TOKEN)].map(([, name, day, night]) => ({
  name,
  day: read(day),
  night: read(night),
}));

describe.each([
  ["light", "day", [1, 0, 0]],
  ["dark", "night", [0.27, 0.006, 262]],
] as const)("the colours of series on %s", (_, time, ground) => {
  it("are seven", () => {
    expect(tokens.map(({ name }) => name)).toEqual([
      "blue",
      "purple",
      "orange",
      "green",
      "red",
      "yellow",
      "pink",
    ]);
  });

  it.each(tokens.map((token) => [token.name, token[time]] as const))(
    "%s stands out from the ground",
    (_name, color) => {
      expect(contrast(rgbOf(color), rgbOf(ground))).toBeGreaterThan(3);
    },
  );

  it.each(EYES)("stay apart for eyes with %s", (_eyes, seen) => {
    const labs = tokens.map((token) => labOf(clip(times(seen, rgbOf(token[time])))));
    const close = labs.flatMap((a, index) =>
      labs.slice(index + 1).flatMap((b, offset) => {
        const distance = Math.hypot(...a.map((part, at) => part - (b[at] ?? 0)));
        return distance < 0.09
          ? [`${tokens[index]?.name} ${tokens[index + offset + 1]?.name} ${distance}`]
          : [];
      }),
    );
    expect(close).toEqual([]);
  });
});
