/** Emphasis, addresses and lines of texts that put no spaces between words. */
import type { Token, Tokens } from "marked";
import { expect, it } from "vitest";
import { BlockStream } from "./blocks";
import { lex } from "./lexer";

/** The inline tokens of `text`, as elements and words. */
function drawn(text: string): string {
  const draw = (tokens: readonly Token[]): string =>
    tokens
      .map((token) => {
        const inner = "tokens" in token && token.tokens !== undefined ? draw(token.tokens) : undefined;
        if (token.type === "br") return "⏎";
        if (["em", "strong", "del"].includes(token.type)) return `<${token.type}>${inner}</${token.type}>`;
        return inner ?? (token as Tokens.Text).text ?? token.raw;
      })
      .join("");
  return draw((lex(text)[0] as Tokens.Paragraph).tokens);
}

function addresses(text: string): string[] {
  const found: string[] = [];
  JSON.stringify(lex(text), (_, value) => {
    if (value?.type === "link") found.push(value.href);
    return value;
  });
  return found;
}

it.each([
  ["**「重要」**な", "<strong>「重要」</strong>な"],
  ["**注意：**正文", "<strong>注意：</strong>正文"],
  ["**これは太字（注）。**次の文", "<strong>これは太字（注）。</strong>次の文"],
  ["他说**《红楼梦》**是名著", "他说<strong>《红楼梦》</strong>是名著"],
  ["**이것(괄호)**은 강조", "<strong>이것(괄호)</strong>은 강조"],
  ["这是**“重点”**内容", "这是<strong>“重点”</strong>内容"],
  ["*（斜体）*的", "<em>（斜体）</em>的"],
  ["***重要！***次", "<em><strong>重要！</strong></em>次"],
  ["~~（废弃）~~的方法", "<del>（废弃）</del>的方法"],
  ["**Note:**正文", "<strong>Note:</strong>正文"],
  ["文字**100%**增长", "文字<strong>100%</strong>增长"],
  ["_注意。_次", "<em>注意。</em>次"],
  ["𠮷**「野家」**で", "𠮷<strong>「野家」</strong>で"],
  ["**`code`**を使う", "<strong>code</strong>を使う"],
  ["**甲。**乙**丙。**丁", "<strong>甲。</strong>乙<strong>丙。</strong>丁"],
  ["これは**重要。**です", "これは<strong>重要。</strong>です"],
  ["**（注）**本文", "<strong>（注）</strong>本文"],
  ["**注意!**正文", "<strong>注意!</strong>正文"],
  ["你好**世界，**再见", "你好<strong>世界，</strong>再见"],
  ["『**題名**』は", "『<strong>題名</strong>』は"],
  ["文字*强调*文字", "文字<em>强调</em>文字"],
  ["文字__强调__文字", "文字__强调__文字"],
  ["__「強調」__な", "<strong>「強調」</strong>な"],
  ["**『a』**と**『b』**", "<strong>『a』</strong>と<strong>『b』</strong>"],
  ["~~「削除」~~する", "<del>「削除」</del>する"],
  ['**"인용"**은', '<strong>"인용"</strong>은'],
  ["**¥100**で", "<strong>¥100</strong>で"],
  ["**①**は", "<strong>①</strong>は"],
  ["**…**と", "<strong>…</strong>と"],
  ["***「両方」***を", "<em><strong>「両方」</strong></em>を"],
  ["**[リンク](https://a.b)**を", "<strong>リンク</strong>を"],
  ["**https://a.b**を", "<strong>https://a.b</strong>を"],
  ["【**注意**】", "【<strong>注意</strong>】"],
  ["**【注意】**次", "<strong>【注意】</strong>次"],
  ["**：**次", "<strong>：</strong>次"],
  ["a**「b」**c", "a<strong>「b」</strong>c"],
  ["**ﾊﾝｶｸ｡**で", "<strong>ﾊﾝｶｸ｡</strong>で"],
  ["**絵文字😀**で", "<strong>絵文字😀</strong>で"],
  ["😀**「a」**は", "😀<strong>「a」</strong>は"],
  ["**！？**か", "<strong>！？</strong>か"],
  ["**甲**、**乙**", "<strong>甲</strong>、<strong>乙</strong>"],
  ["2 * 3 は * 6", "2 * 3 は * 6"],
  ["** 空白 **は", "** 空白 **は"],
])("reads the emphasis in %s", (text, expected) => {
  expect(drawn(text)).toBe(expected);
});

it.each([
  ["**a**b", "<strong>a</strong>b"],
  ["**a*b*c", "**a<em>b</em>c"],
  ['a**"b"**c', 'a**"b"**c'],
  ["a*b**", "a*b**"],
])("leaves other texts to the rules of CommonMark: %s", (text, expected) => {
  expect(drawn(text)).toBe(expected);
});

it("reads emphasis alike while the text grows", () => {
  const stream = new BlockStream();
  stream.update("前**「重", false);
  expect(JSON.stringify(stream.open)).toContain('"strong"');
  stream.update("前**「重要」**な", false);
  expect(JSON.stringify(stream.open)).toContain('"text":"な"');
});

it.each([
  ["请看https://example.com。谢谢", "https://example.com"],
  ["访问https://example.com查看", "https://example.com"],
  ["（https://example.com/a）参照", "https://example.com/a"],
  ["https://example.com/をご覧ください", "https://example.com/"],
  ["https://example.com/docs/を参照", "https://example.com/docs/"],
  ["https://example.com/docs?a=1、次", "https://example.com/docs?a=1"],
  ["「https://example.com」です", "https://example.com"],
  ["사이트 https://example.com에서 확인", "https://example.com"],
  ["https://example.com/a/를 보세요", "https://example.com/a/"],
  ["“https://example.com”是", "https://example.com"],
  ["詳しくはhttps://example.com/をご覧", "https://example.com/"],
  ["https://example.com；次", "https://example.com"],
  ["https://example.com…", "https://example.com"],
  ["https://example.com》", "https://example.com"],
  ["https://example.com　次", "https://example.com"],
  ["https://example.com/a_(b)を", "https://example.com/a_(b)"],
  ["（https://example.com/a_(b)）", "https://example.com/a_(b)"],
  ["https://ja.wikipedia.org/wiki/日本 を", "https://ja.wikipedia.org/wiki/日本"],
  ["https://example.com?q=日本語&x=1", "https://example.com?q=日本語&x=1"],
  ["見よ：https://example.com/a?b=c。次", "https://example.com/a?b=c"],
  ["**https://example.com**。", "https://example.com"],
  ["メールはa@b.comまで", "mailto:a@b.com"],
  ["https://example.com/a！好", "https://example.com/a"],
  ["https://example.com/a：说明", "https://example.com/a"],
  ["请看www.example.com，谢谢", "http://www.example.com"],
  ["，www.example.com查看", "http://www.example.com"],
  ["联系me@example.com。", "mailto:me@example.com"],
  ["联系me@example.com查询", "mailto:me@example.com"],
  ["https://zh.wikipedia.org/wiki/数学", "https://zh.wikipedia.org/wiki/数学"],
  ["https://example.com/搜?q=数学&p=1。完", "https://example.com/"],
  ["https://example.com/s?q=数学&p=1。完", "https://example.com/s?q=数学&p=1"],
  ["https://example.com/a#标题，完", "https://example.com/a#标题"],
])("ends the address in %s", (text, address) => {
  expect(addresses(text).map(decodeURI)).toEqual([address]);
});

it.each([
  "第一行\n第二行",
  "一行目。\n二行目",
  "첫째 줄\n둘째 줄",
  "日本語\nenglish",
  "english\n日本語",
  "日本語  \n改行",
  "日本\\\n改行",
  "`code`\n次",
  "😀\n次",
  "注：\n正文",
  "日本語\n*強調*",
  "「甲」\n「乙」",
  "**甲。**\n乙",
  "甲https://a.example\n乙",
])("breaks the lines of %j where they are, without a space", (text) => {
  const lines = drawn(text).split("⏎");
  expect(lines.length).toBe(2);
  expect(lines.join("")).not.toMatch(/^\s|\s$/);
  expect(lines.map((line) => line.trim())).toEqual(lines);
});
