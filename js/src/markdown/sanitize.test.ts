import { expect, it } from "vitest";
import { mathFrom } from "./sanitize";

/** What is left of `markup`. */
function left(markup: string): string {
  const place = document.createElement("div");
  place.replaceChildren(...mathFrom(markup));
  return place.innerHTML;
}

it("lets through what draws a formula", () => {
  const markup =
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block" class="tml-display" style="display:block math;">' +
    '<mfrac linethickness="0"><mi mathvariant="normal">a</mi><mrow><mo stretchy="false" form="prefix">(</mo>' +
    '<mspace width="1em"></mspace><mtext>so</mtext></mrow></mfrac></math>';
  expect(left(markup)).toBe(markup);
});

it.each(["script", "a", "img", "style", "svg", "form", "input", "annotation-xml", "mglyph", "foreignobject"])(
  "takes <%s> out, with all that is in it",
  (name) => {
    expect(left(`<span><${name}></${name}>word</span>`)).toBe("<span>word</span>");
    expect(left(`<mrow><mi>a</mi></mrow><${name}></${name}><mn>1</mn>`)).toBe(
      "<mrow><mi>a</mi></mrow><mn>1</mn>",
    );
  },
);

it.each([
  "href",
  "xlink:href",
  "src",
  "onclick",
  "onload",
  "id",
  "actiontype",
  "data-x",
  "background",
  "tabindex",
])("takes %s off", (name) => {
  expect(left(`<mi ${name}="javascript:alert(1)" class="k">a</mi>`)).toBe('<mi class="k">a</mi>');
});

it.each([
  "background:url(https://a.example/b.png)",
  "background: URL (x)",
  "width: expression(alert(1))",
  "@import 'x'",
  "position:fixed",
  "position : sticky; top: 0",
  "position:  fixed",
  "width: expression (x)",
])("takes the style off that reaches out of the formula: %s", (style) => {
  expect(left(`<mi style="${style}" class="k">a</mi>`)).toBe('<mi class="k">a</mi>');
});

it("keeps what looks like a reach outside where it is no style", () => {
  const element = '<mi class="url(x)" mathvariant="normal">a</mi>';
  expect(left(element)).toBe(element);
});

it.each(["color:#f00", "position:relative", "margin-left: 1em"])("keeps the style %s", (style) => {
  expect(left(`<mi style="${style}">a</mi>`)).toBe(`<mi style="${style}">a</mi>`);
});
