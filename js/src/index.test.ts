import { afterEach, beforeEach, expect, test } from "vitest";
import { attach } from "./index";
import { memoryKernel } from "./testing/kernel/kernel";

const settled = () => new Promise((resolve) => setTimeout(resolve));

let hosts: HTMLElement[] = [];

beforeEach(() => {
  hosts = [0, 1].map(() => document.body.appendChild(document.createElement("div")));
});

afterEach(() => {
  document.body.replaceChildren();
});

function host(index: number): HTMLElement {
  const found = hosts[index];
  if (!found) throw new Error("no such host");
  return found;
}

test("two views of a transport share one conversation, and one may go", async () => {
  const kernel = memoryKernel({ script: () => [], options: { height: 320 } });
  const transport = kernel.connect();
  const detach = [0, 1].map((index) => attach({ transport, host: host(index) }));
  await settled();
  expect(kernel.received.map((message) => message.type)).toEqual(["hello"]);
  expect(hosts.map((element) => element.style.height)).toEqual(["320px", "320px"]);
  expect(hosts.map((element) => element.shadowRoot?.childElementCount)).toEqual([1, 1]);
  detach[0]?.();
  expect(hosts.map((element) => element.shadowRoot?.childElementCount)).toEqual([0, 1]);
  kernel.setOptions({ height: 400 });
  expect(hosts.map((element) => element.style.height)).toEqual(["320px", "400px"]);
  detach[1]?.();
});

test("a view that comes back finds the conversation as it was", async () => {
  const kernel = memoryKernel({ script: () => [] });
  const transport = kernel.connect();
  attach({ transport, host: host(0) })();
  await settled();
  const detach = attach({ transport, host: host(1) });
  await settled();
  expect(kernel.received).toHaveLength(1);
  detach();
});
