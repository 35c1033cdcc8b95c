/** Keeps of a drawn formula only what draws: MathML elements and attributes without a destination. */

const ELEMENTS: ReadonlySet<string> = new Set(
  (
    "math annotation semantics maction menclose merror mfrac mi mlabeledtr mmultiscripts mn mo mover mpadded " +
    "mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder " +
    "munderover none span"
  ).split(" "),
);

const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    "accent accentunder class columnalign columnlines columnspacing columnspan depth dir display displaystyle " +
    "encoding fence form height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant " +
    "maxsize minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator " +
    "stretchy style symmetric voffset width xmlns"
  ).split(" "),
);

const REACHES_OUT = /url\s*\(|expression\s*\(|@import|position\s*:\s*(?:fixed|sticky)/i;

/** The nodes of MathML `markup`, without any element or attribute that is not listed above. */
export function mathFrom(markup: string): Node[] {
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  for (const element of [...body.querySelectorAll("*")]) {
    if (!ELEMENTS.has(element.localName.toLowerCase())) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      const known = ATTRIBUTES.has(name.toLowerCase());
      if (!known || (name.toLowerCase() === "style" && REACHES_OUT.test(value)))
        element.removeAttribute(name);
    }
  }
  return [...body.childNodes];
}
