/** What is not mutated, by rule: slips that no test should notice. */

const LOOKS = new Set(["class", "style", "d", "viewBox"]);
const WORDS = /\p{L}{2,} \p{L}{2,}/u;

/** The text of a literal, without what is filled in. */
function textOf(node) {
  if (node.type === "StringLiteral") return node.value;
  if (node.type === "TemplateLiteral") return node.quasis.map((part) => part.value.raw).join(" ");
  return "";
}

function isPrefix({ node, parentPath }) {
  return node.type === "StringLiteral" && parentPath?.node.callee?.name === "newId";
}

const ignorer = {
  shouldIgnore(path) {
    const { node } = path;
    if (node.type === "JSXAttribute" && LOOKS.has(node.name.name)) return "Looks are for the browser tests.";
    if (WORDS.test(textOf(node))) return "A text for people is not asserted word for word.";
    if (isPrefix(path)) return "What an id begins with is for whoever reads a log.";
    return undefined;
  },
};

export const strykerPlugins = [{ kind: "Ignore", name: "chat", value: ignorer }];
