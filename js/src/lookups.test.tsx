/** Every table of the view is asked with the names that objects inherit: none of them is in it. */
import { fireEvent } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kindOf } from "./components/attachments/kinds";
import { clear, draw, show } from "./components/fixture";
import { hasIcon, Icon } from "./components/primitives/icon";
import { Markdown } from "./components/prose/markdown";
import { Resizer } from "./components/shell/resizer";
import { alignment } from "./components/widgets/layout";
import { paletteColor } from "./components/widgets/palette";
import {
  BACKGROUNDS,
  BORDER_COLORS,
  border,
  color,
  radius,
  spacing,
  TEXT_COLORS,
} from "./components/widgets/values";
import { readFound, readKernelMessage, readPage } from "./protocol/guards";
import type { AttachmentOptions } from "./protocol/options.gen";
import type { ThreadItem } from "./protocol/wire.gen";
import { Drafts } from "./state/drafts";
import { Fold } from "./state/fold";
import { checkFiles, dialogFilter } from "./state/limits";
import { hasAll, matches, termsOf } from "./state/matches";
import { Pictures } from "./state/pictures";
import { Session } from "./state/session";
import { applyUpdate } from "./state/update";
import { builtIn } from "./testing/built-in";
import { INHERITED_NAMES, objectWith } from "./testing/inherited-names";
import { memoryKernel } from "./testing/kernel/kernel";
import { everythingCalled } from "./testing/named-items";
import { commTransport } from "./transport/comm";
import { FakeModel } from "./transport/fake-model";

let before = "";

beforeEach(() => {
  before = builtIn();
});

afterEach(() => {
  clear();
  expect(builtIn()).toBe(before);
});

describe.each(INHERITED_NAMES)("%s", (name) => {
  it("is not an icon, colour, size or kind of file", () => {
    for (const icon of [name, `lucide:${name}`]) {
      expect(hasIcon(icon)).toBe(false);
    }
    for (const hue of [name, `${name}-500`, `blue-${name}`, `${name}-${name}`]) {
      expect(paletteColor(hue)).toBeUndefined();
    }
    for (const tokens of [TEXT_COLORS, BACKGROUNDS, BORDER_COLORS]) {
      expect([undefined, name]).toContain(color(name, tokens));
    }
    expect(radius(name)).toBeUndefined();
    expect(alignment(name, "center")).toBe("center");
    expect(Object.values(border({ size: 1, style: name, color: name }))).toEqual([
      expect.stringContaining("solid"),
    ]);
    expect(Object.values(spacing("margin", objectWith(name, 1)))).toEqual(Array(4).fill(undefined));
    expect(kindOf(`a.${name}`, `${name}/${name}`).icon).toBe("file");
  });

  it("is not an icon that is drawn", () => {
    const { session } = drawing();
    const { root } = draw(<Icon name={name} />, session);
    expect(root.innerHTML).toBe("");
  });

  it("is not a message, event, update or page", () => {
    expect(readKernelMessage({ type: name })).toBeNull();
    expect(readPage(objectWith(name, [])).data).toEqual([]);
    expect(readFound(objectWith(name, [])).data).toEqual([]);
    const fold = new Fold();
    const empty = JSON.stringify(fold.toJSON());
    for (const event of [
      { type: name },
      { type: "thread.item.updated", item_id: name, update: { type: name } },
      { type: "thread.item.removed", item_id: name },
      { type: "chatkit.thread.truncate", after_item_id: name },
    ]) {
      fold.apply(event);
    }
    expect(JSON.stringify(fold.toJSON())).toBe(empty);
  });

  it("is an id like any other", () => {
    const fold = new Fold();
    const [item] = everythingCalled(name).slice(1);
    fold.apply({ type: "thread.item.added", item });
    const delta = { type: "assistant_message.content_part.text_delta", content_index: 0, delta: "!" };
    fold.apply({ type: "thread.item.updated", item_id: name, update: delta });
    expect(fold.items.value.map((entry) => entry.id)).toEqual([name]);
    expect(JSON.stringify(fold.toJSON())).toContain("!");
    fold.apply({ type: "thread.item.removed", item_id: name });
    expect(fold.items.value).toEqual([]);
    const pictures = new Pictures(() => new Promise(() => {}));
    expect(pictures.of(name).value.kind).toBe("waiting");
    pictures.drop(name);
  });

  it("is a node's id like any other", () => {
    const [, , widget] = everythingCalled(name);
    if (widget === undefined) throw new Error("There is no widget.");
    const update = { type: "widget.streaming_text.value_delta", component_id: name, delta: "!", done: true };
    expect(JSON.stringify(applyUpdate(widget, update))).toContain(`${name}!`);
    expect(applyUpdate(widget, { ...update, component_id: `${name}x` })).toBe(widget);
    expect(applyUpdate(widget, { type: name })).toBe(widget);
  });

  it("is a thread's id like any other, and its draft waits under it", () => {
    const drafts = new Drafts(
      drawing().session.attachments as unknown as ConstructorParameters<typeof Drafts>[0],
    );
    drafts.text.value = "waiting";
    drafts.change(name, null, null);
    expect(drafts.text.value).toBe("");
    drafts.change(null, name, null);
    expect(drafts.text.value).toBe("waiting");
    drafts.dispose();
  });

  it("limits no file and accepts none", () => {
    const file = new File(["1234"], `a.${name}`, { type: `${name}/${name}` });
    const options = { enabled: true, maxCount: 1, maxSize: objectWith(name, 1) } as AttachmentOptions;
    expect(checkFiles([file], 0, options).taken).toHaveLength(1);
    const accept = objectWith(`${name}/png`, name) as NonNullable<AttachmentOptions["accept"]>;
    expect(dialogFilter({ ...options, accept })).toBe(`${name}/png`);
  });

  it("is a word to look for", () => {
    const terms = termsOf(name);
    expect(hasAll(`so ${name} it is`, terms)).toBe(terms.length > 0);
    expect(matches(name, terms).length).toBe(terms.length);
  });

  it("is a message of a widget model that nobody knows", () => {
    const model = new FakeModel({ _options: objectWith(name, 1) });
    const { transport, dispose } = commTransport(model, () => {});
    const session = new Session(transport);
    for (const content of [
      { type: name },
      objectWith(name, 1),
      { type: "ui", method: name, args: objectWith(name, 1) },
    ]) {
      model.fire("msg:custom", content);
    }
    expect(session.connection.value).toBe("connecting");
    session.dispose();
    dispose();
  });

  it("moves nothing when it is the name of a key", () => {
    const host = document.createElement("div");
    host.style.height = "400px";
    const { getByRole } = draw(<Resizer host={host} />, drawing().session);
    fireEvent.keyDown(getByRole("separator"), { key: name });
    expect(host.style.height).toBe("400px");
  });

  it("is the language of a fence and the name of a link like any other", () => {
    const text = `\`\`\`${name}\ncode\n\`\`\`\n\n[${name}] ![${name}] [text][${name}] end`;
    const { root } = draw(<Markdown text={text} />, drawing().session);
    expect(root.textContent).toContain("code");
    expect(root.textContent).toContain("end");
    expect(root.querySelector("a, img")).toBeNull();
  });

  it("is drawn wherever it may stand, and its thread goes on", async () => {
    const items = everythingCalled(name);
    const kernel = memoryKernel({
      script: async function* (_request, turn) {
        yield* turn.say("the next reply", { pace: 0 });
      },
      threads: [
        { info: { id: name, title: name }, items: items.map((item) => ({ ...item, thread_id: name })) },
      ],
      thread: name,
    });
    const view = show(kernel.connect());
    expect((await view.findAllByText(name)).length).toBeGreaterThan(3);
    kernel.ask("go on");
    await view.findByText("the next reply");
    kernel.ui(name, objectWith(name, 1));
  });
});

it("is the id of a question like any other", async () => {
  const names = INHERITED_NAMES;
  const inputs = names.map((id) => ({ id, type: "freeform", question: id }));
  const item = {
    thread_id: "thr_1",
    created_at: "2026-01-02T03:04:05",
    id: "form",
    type: "structured_input",
    status: "pending",
    inputs,
  };
  const kernel = memoryKernel({
    script: () => [],
    threads: [{ info: { id: "thr_1" }, items: [item as unknown as ThreadItem] }],
    thread: "thr_1",
  });
  const view = show(kernel.connect());
  await view.findByRole("button", { name: "Answer" });
  for (const field of view.root.querySelectorAll<HTMLInputElement>(".field")) {
    fireEvent.input(field, {
      target: { value: `of ${field.ariaLabel ?? field.getAttribute("aria-label")}` },
    });
    await new Promise((resolve) => setTimeout(resolve));
  }
  fireEvent.click(view.getByRole("button", { name: "Answer" }));
  await new Promise((resolve) => setTimeout(resolve));
  const answers = kernel.received.flatMap((message) =>
    message.type === "request" && message.body.type === "threads.add_structured_input"
      ? Object.entries(message.body.params.input.answers ?? {})
      : [],
  );
  expect(answers).toEqual(names.map((id) => [id, { values: [`of ${id}`], skipped: false }]));
});

function drawing() {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  return { session };
}
