const FORBIDDEN: ReadonlySet<string> = new Set(
  "script iframe object embed link meta base style audio video source foreignobject".split(" "),
);
const ADDRESSES: ReadonlySet<string> = new Set(
  "src href xlink:href srcset action formaction poster background data ping".split(" "),
);
const OWN = /^(?:data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]|blob:)/i;
const LINK = /^(?:https?:|mailto:|chatkit-link:|#)/i;

/** What in a tree would run, or would ask another server for something without a click. */
export function foreignIn(root: ParentNode): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll("*")) {
    if (FORBIDDEN.has(element.localName.toLowerCase())) found.push(element.localName);
    for (const { name, value } of element.attributes) {
      const isLink = element.localName === "a" && name === "href" && LINK.test(value);
      const isAddress = ADDRESSES.has(name) && !isLink && !OWN.test(value);
      const isStyle = name === "style" && /url\(|image\(|image-set\(|expression|@import/i.test(value);
      if (isAddress || isStyle || name.startsWith("on")) found.push(`${element.localName} ${name}=${value}`);
    }
  }
  return found;
}
