import { afterEach, expect, it } from "vitest";
import widget from "../loader";
import { clearShelf } from "../testing/shelf";
import { FakeModel } from "../transport/fake-model";

afterEach(() => {
  document.body.replaceChildren();
  clearShelf();
});

const isShown = (name: string) =>
  getComputedStyle(document.querySelector(`.${name}`) as Element).display !== "none";

function page(...names: string[]) {
  document.body.innerHTML = names
    .map((name) => `<div class="chatkit-transcript ${name}">said</div>`)
    .join("");
  return (transcript: unknown) => {
    const model = new FakeModel({ _bundle: "h1", _options: {}, _transcript: transcript });
    const { render } = widget(async () => ({ attach: () => () => {} }));
    return render({ model, el: document.body.appendChild(document.createElement("div")) });
  };
}

it("a view hides the transcript of its own chat while it is there", () => {
  const show = page("chatkit-a", "chatkit-b");
  const remove = show("chatkit-a");
  expect([isShown("chatkit-a"), isShown("chatkit-b")]).toEqual([false, true]);
  remove();
  expect(isShown("chatkit-a")).toBe(true);
});

it("of two views the last one to go shows the transcript again", () => {
  const show = page("chatkit-a");
  const removals = [show("chatkit-a"), show("chatkit-a")];
  removals[0]?.();
  expect(isShown("chatkit-a")).toBe(false);
  removals[1]?.();
  expect(isShown("chatkit-a")).toBe(true);
});

it.each([undefined, null, 7, "", "a b", "a{}*{display:none}", "*"])(
  "a name that is no class hides nothing: %j",
  (name) => {
    page("chatkit-a")(name);
    expect(isShown("chatkit-a")).toBe(true);
  },
);
