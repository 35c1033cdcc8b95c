import { useLayoutEffect, useRef } from "preact/hooks";
import { drawMath } from "../../markdown/math";
import { ScrollArea } from "../primitives/scroll-area";
import { soon } from "./budget";

interface FormulaProps {
  tex: string;
  /** The TeX with its marks: shown until it is drawn, and when it cannot be. */
  source: string;
  display: boolean;
  open: boolean;
}

/** A formula as MathML. */
export function Formula({ tex, source, display, open }: FormulaProps) {
  const target = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    element.className = "formula-source";
    element.textContent = source.trim();
    if (open || tex === "") return undefined;
    return soon(() => {
      if (drawMath(tex, display, element)) element.className = "formula";
    });
  }, [tex, source, display, open]);
  const drawing = <span ref={target} dir="ltr" />;
  if (!display) return drawing;
  return (
    <ScrollArea class="formula-frame" label={tex}>
      {drawing}
    </ScrollArea>
  );
}
