/** The ways from one point to the next, by the names that widgets give them. */
import {
  type CurveFactory,
  curveBasis,
  curveBasisClosed,
  curveBasisOpen,
  curveBumpX,
  curveBumpY,
  curveLinear,
  curveLinearClosed,
  curveMonotoneX,
  curveMonotoneY,
  curveNatural,
  curveStep,
  curveStepAfter,
  curveStepBefore,
} from "d3-shape";

export const CURVES = [
  "basis",
  "basisClosed",
  "basisOpen",
  "bumpX",
  "bumpY",
  "bump",
  "linear",
  "linearClosed",
  "natural",
  "monotoneX",
  "monotoneY",
  "monotone",
  "step",
  "stepBefore",
  "stepAfter",
] as const;

export type CurveName = (typeof CURVES)[number];

const FACTORIES: ReadonlyMap<CurveName, CurveFactory> = new Map([
  ["basis", curveBasis],
  ["basisClosed", curveBasisClosed],
  ["basisOpen", curveBasisOpen],
  ["bumpX", curveBumpX],
  ["bumpY", curveBumpY],
  ["bump", curveBumpX],
  ["linear", curveLinear],
  ["linearClosed", curveLinearClosed],
  ["natural", curveNatural],
  ["monotoneX", curveMonotoneX],
  ["monotoneY", curveMonotoneY],
  ["monotone", curveMonotoneX],
  ["step", curveStep],
  ["stepBefore", curveStepBefore],
  ["stepAfter", curveStepAfter],
]);

export function curveOf(name: CurveName): CurveFactory {
  return FACTORIES.get(name) ?? curveLinear;
}
