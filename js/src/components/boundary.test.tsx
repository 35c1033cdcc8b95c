import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { afterEach, expect, it, vi } from "vitest";
import { Session } from "../state/session";
import { memoryKernel } from "../testing/kernel/kernel";
import { Boundary } from "./boundary";
import { clear, draw } from "./fixture";

afterEach(clear);

const fail = (isBad: boolean) => {
  if (isBad) throw new Error("drawn badly");
};

function InRender({ isBad }: { isBad: boolean }) {
  fail(isBad);
  return <p>drawn</p>;
}

function InLayoutEffect({ isBad }: { isBad: boolean }) {
  useLayoutEffect(() => fail(isBad), [isBad]);
  return <p>drawn</p>;
}

function InEffect({ isBad }: { isBad: boolean }) {
  useEffect(() => fail(isBad), [isBad]);
  return <p>drawn</p>;
}

function InSignalEffect({ isBad }: { isBad: boolean }) {
  useSignalEffect(() => fail(isBad));
  return <p>drawn</p>;
}

it.each(Object.entries({ InRender, InLayoutEffect, InEffect, InSignalEffect }))(
  "what throws stays within its boundary until what it is drawn from changes: %s",
  async (_, Part) => {
    const session = new Session(memoryKernel({ script: () => [] }).connect());
    const log = vi.spyOn(session, "log");
    const tree = (isBad: boolean, version: number) => (
      <>
        <Boundary part={{ name: "Part" }} id="item_1" from={[version]} text={() => "its source"}>
          <Part key={`${isBad}`} isBad={isBad} />
        </Boundary>
        <p>neighbour</p>
      </>
    );
    const { update, findByText, getByText, queryByText } = draw(tree(false, 1), session);
    await findByText("drawn");
    for (const version of [2, 3]) {
      update(tree(true, version));
      await findByText("This part can't be shown: Part");
      getByText("its source");
      getByText("neighbour");
    }
    expect(log.mock.calls).toEqual([
      ["part.failed", { part: "Part", item_id: "item_1", reason: "Error: drawn badly" }],
    ]);
    update(tree(false, 4));
    await findByText("drawn");
    expect(queryByText("its source")).toBeNull();
  },
);

it("tells a hundred reasons at most", () => {
  const session = new Session(memoryKernel({ script: () => [] }).connect());
  const log = vi.spyOn(session, "log");
  const { view } = draw(<p />, session);
  for (let count = 0; count < 300; count += 1)
    view.reports.tell({ name: "Part" }, `item_${count}`, new Error("x"));
  expect(log).toHaveBeenCalledTimes(101);
});
