/** What is not mutated, by rule: slips that no test should notice. */

const LOOKS = new Set(["class", "style", "d", "viewBox"]);
const WORDS = /\p{L}{2,} \p{L}{2,}/u;
const ELEMENT = /^(HTML|SVG)\w*Element$/;
const HOOKS = new Set(["useEffect", "useLayoutEffect", "useMemo", "useCallback"]);

/** The text of a literal, without what is filled in. */
function textOf(node) {
  if (node.type === "StringLiteral") return node.value;
  if (node.type === "TemplateLiteral") return node.quasis.map((part) => part.value.raw).join(" ");
  return "";
}

function isPrefix({ node, parentPath }) {
  return node.type === "StringLiteral" && parentPath?.node.callee?.name === "newId";
}

/** Whether a type is one of elements, such as `HTMLElement | null` or `{ current: HTMLElement | null }`. */
function isOfElement(type) {
  if (type === undefined) return false;
  if (type.type === "TSUnionType") return type.types.some(isOfElement);
  if (type.type === "TSTypeLiteral")
    return type.members.some((each) => isOfElement(each.typeAnnotation?.typeAnnotation));
  return type.type === "TSTypeReference" && ELEMENT.test(type.typeName.name);
}

/** Whether `node` is `ref.current`, of a `ref` that is declared as one of an element. */
function isElement(node, scope) {
  if (node.type !== "MemberExpression" || node.property.name !== "current") return false;
  const { node: declared } = scope.getBinding(node.object.name)?.path ?? {};
  if (declared === undefined) return false;
  if (declared.type === "VariableDeclarator") {
    const { callee, typeParameters } = declared.init ?? {};
    return callee?.name === "useRef" && isOfElement(typeParameters?.params[0]);
  }
  return isOfElement(declared.typeAnnotation?.typeAnnotation);
}

/** Whether `node` asks nothing but whether elements are there. What is within it is not mutated either. */
function asksForElement(node, scope) {
  if (node.type === "OptionalMemberExpression") {
    return node.optional && !node.computed && isElement(node.object, scope);
  }
  if (node.type === "LogicalExpression") {
    return asksForElement(node.left, scope) && asksForElement(node.right, scope);
  }
  if (node.type !== "BinaryExpression" || !/^[!=]==$/.test(node.operator)) return false;
  return node.right.type === "NullLiteral" && isElement(node.left, scope);
}

function isEmptyDependencies({ node, parentPath, listKey, key }) {
  if (node.type !== "ArrayExpression" || node.elements.length > 0) return false;
  return listKey === "arguments" && key === 1 && HOOKS.has(parentPath.node.callee.name);
}

const ignorer = {
  shouldIgnore(path) {
    const { node, scope } = path;
    if (node.type === "JSXAttribute" && LOOKS.has(node.name.name)) return "Looks are for the browser tests.";
    if (WORDS.test(textOf(node))) return "A text for people is not asserted word for word.";
    if (isPrefix(path)) return "What an id begins with is for whoever reads a log.";
    if (asksForElement(node, scope)) return "Asked for the types: an element that is mounted is there.";
    if (isEmptyDependencies(path)) return "Any constant does.";
    return undefined;
  },
};

export const strykerPlugins = [{ kind: "Ignore", name: "chat", value: ignorer }];
