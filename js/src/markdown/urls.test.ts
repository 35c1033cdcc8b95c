import { describe, expect, it } from "vitest";
import { deepLink, isAllowedHost, safeImage, safeLink } from "./urls";

describe("links", () => {
  it.each(["https://example.com/a?b=1", "http://x", "mailto:a@b.c", "#top", "chatkit-link://open?id=1"])(
    "lets %s through",
    (url) => {
      expect(safeLink(url)).toBe(url);
    },
  );

  it.each([
    ["HTTPS://example.com", "HTTPS://example.com"],
    ["\u00a0https://exam\nple.com \u2028", "https://example.com"],
    ["https://example.com/#part", "https://example.com/#part"],
  ])("lets %j through as the browser would read it", (href, url) => {
    expect(safeLink(href)).toBe(url);
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://x/y",
    "/relative",
    "//host/path",
    "notebook.ipynb",
    "",
    "ftp://a",
    "tel:1",
    "sms:1",
    "ws://a",
    "about:blank",
    "x#top",
    "page.html#top",
    "?q=1",
    "a https://b",
    "x:https://b",
  ])("refuses %j", (href) => {
    expect(safeLink(href)).toBeNull();
  });

  it.each([
    ["chatkit-link://ticket?id=7&tab=log", { name: "ticket", data: { id: "7", tab: "log" } }],
    ["https://ticket", null],
    ["chatkit-link://ticket/a?id=7", { name: "ticket", data: { id: "7" } }],
    ["chatkit-link:ticket?id=7", { name: "ticket", data: { id: "7" } }],
    ["chatkit-link:///open/it", { name: "open/it", data: {} }],
    ["chatkit-link:////open", { name: "open", data: {} }],
    ["chatkit-link://[", null],
    ["mailto:a@b.c?x=1", null],
  ])("reads the deep link %s", (href, target) => {
    expect(deepLink(href)).toEqual(target);
  });
});

describe("pictures", () => {
  it.each(["png", "jpeg", "gif", "webp", "avif", "svg+xml"])(
    "shows image/%s that carries its bytes",
    (type) => {
      expect(safeImage(`data:image/${type};base64,AA`)).toEqual({
        url: `data:image/${type};base64,AA`,
        kind: "local",
      });
      expect(safeImage(`DATA:IMAGE/${type},AA`)?.kind).toBe("local");
    },
  );

  it.each([
    ["blob:https://a/b", { url: "blob:https://a/b", kind: "local" }],
    ["http://a/b", { url: "http://a/b", kind: "remote" }],
    ["https://a/\nb", { url: "https://a/b", kind: "remote" }],
    ["https://a/?data:image/png;base64,AA", { url: "https://a/?data:image/png;base64,AA", kind: "remote" }],
    ["https://a/?blob:", { url: "https://a/?blob:", kind: "remote" }],
    ["data:image/svg+xmlx,AA", null],
    ["data:image/bmp;base64,AA", null],
    ["x?blob:", null],
    ["data:text/html,x", null],
    ["javascript:1", null],
    ["//a/b.png", null],
    ["b.png", null],
    ["ftp://a/b.png", null],
  ])("reads %s", (src, address) => {
    expect(safeImage(src)).toEqual(address);
  });

  it("allows no host unless some are named", () => {
    expect(isAllowedHost("https://example.com/x", undefined)).toBe(false);
  });

  it("allows each of the hosts and what is below them", () => {
    const hosts = ["a.example", "b.example"];
    const allowed = ["https://a.example/x", "https://b.example/x", "https://c.b.example/x"];
    expect(allowed.filter((url) => !isAllowedHost(url, hosts))).toEqual([]);
    const others = [
      "https://c.example/a.example",
      "https://evila.example/x",
      "https://a.example.c/x",
      "https://a",
      "no address",
    ];
    expect(others.filter((url) => isAllowedHost(url, hosts))).toEqual([]);
  });
});
