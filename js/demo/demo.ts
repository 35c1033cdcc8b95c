/** The view on a kernel within the page, in a scene chosen by the address: `?scene=lesson&theme=dark&dir=rtl`. */
import { attach } from "../src/index";
import { memoryKernel } from "../src/testing/kernel/kernel";
import { answer } from "./answers";
import { scenes } from "./scenes";

const address = new URL(location.href);
const read = (name: string, fallback: string) => address.searchParams.get(name) ?? fallback;

const sceneName = read("scene", "start");
const scene = scenes.get(sceneName) ?? {};
const { theme: _, ...sceneOptions } = scene.options ?? {};

document.documentElement.dir = read("dir", "ltr");
document.body.dataset.jpThemeLight = String(read("theme", "light") === "light");
if (address.searchParams.has("bare")) document.body.dataset.bare = "";

const kernel = memoryKernel({
  script: answer,
  ...scene,
  options: {
    modelName: "Offline model",
    startScreen: {
      greeting: "What can I help with today?",
      prompts: [
        { label: "Explain gradient descent with a formula", prompt: "formula", icon: "lightbulb" },
        { label: "Write a function that reads a table", prompt: "code", icon: "square-code" },
        { label: "Compare three ways to store events", prompt: "table", icon: "chart" },
        { label: "Show me the open tickets", prompt: "widget", icon: "suitcase" },
      ],
    },
    threadItemActions: { feedback: true, retry: true },
    ...sceneOptions,
    theme: { colorScheme: read("scheme", "auto") as "auto", ...scene.options?.theme },
  },
});

const host = document.querySelector<HTMLElement>("#chat");
const scenePicker = document.querySelector<HTMLSelectElement>("#scene");
const themePicker = document.querySelector<HTMLSelectElement>("#theme");
const width = document.querySelector<HTMLInputElement>("#width");
if (host === null || scenePicker === null || themePicker === null || width === null) {
  throw new Error("index.html lacks an element that the demo needs.");
}

const go = (name: string, value: string) => {
  address.searchParams.set(name, value);
  location.href = address.href;
};
scenePicker.append(...[...scenes.keys()].map((name) => new Option(name, name, false, name === sceneName)));
scenePicker.onchange = () => go("scene", scenePicker.value);
themePicker.value = read("theme", "light");
themePicker.onchange = () => go("theme", themePicker.value);
width.value = read("width", "900");
const applyWidth = () => {
  host.style.maxWidth = `${width.value}px`;
};
width.oninput = applyWidth;
applyWidth();

const sheet = await fetch("built/style.css").then((response) => response.text());
const shadow = host.attachShadow({ mode: "open" });
const style = new CSSStyleSheet();
style.replaceSync(sheet);
shadow.adoptedStyleSheets = [style];
attach({ transport: kernel.connect(), host });
if (address.searchParams.has("tall")) host.style.height = `${read("tall", "560")}px`;

scene.begin?.(kernel, host);
Object.defineProperty(globalThis, "kernel", { value: kernel });
