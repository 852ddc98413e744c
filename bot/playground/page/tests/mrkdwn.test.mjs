import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./bundled.mjs";

const { plain, richText } = await bundled("mrkdwn.ts");
const said = (text, style = {}) => ({ type: "text", text, style });
const section = (...elements) => ({ type: "rich_text_section", elements });

test("what Slack knows no mark for stays as it was written", () => {
  for (const text of ["# no heading", "---", "12:30:45", "![no](image)", "[no](link)", "a_b_c 2*3*4", "<b>no tag</b>"]) {
    assert.deepEqual(richText(text).flatMap((part) => part.elements).map((each) => each.text).join(""), text);
  }
});

test("what was escaped is shown and means nothing", () => {
  assert.deepEqual(richText("&lt;@U0ONCALL&gt; &amp;lt;"), [section(said("<@U0ONCALL> &lt;"))]);
});

test("marks set the style of what they enclose, one in the other", () => {
  assert.deepEqual(richText("*bold _and italic_* ~gone~ `a*b*c`"), [
    section(
      said("bold ", { bold: true }),
      said("and italic", { bold: true, italic: true }),
      said(" "),
      said("gone", { strike: true }),
      said(" "),
      said("a*b*c", { code: true }),
    ),
  ]);
});

test("people, channels and links are told apart", () => {
  assert.deepEqual(richText("<@U0ONCALL><#C0INCIDENT|x><!here><https://a.example/?a=1&amp;b|A>"), [
    section(
      { type: "user", user_id: "U0ONCALL", style: {} },
      { type: "channel", channel_id: "C0INCIDENT", style: {} },
      { type: "broadcast", range: "here", style: {} },
      { type: "link", url: "https://a.example/?a=1&b", text: "A", style: {} },
    ),
  ]);
});

test("an address that is none of the web's is no link", () => {
  assert.deepEqual(richText("<javascript:alert(1)|click>"), [section(said("click"))]);
});

test("quotes and fenced code stand apart from the lines around them", () => {
  assert.deepEqual(
    richText("one\n&gt; two\nthree\n```\n*four*\n```").map(({ type, elements }) => [type, elements[0].text]),
    [
      ["rich_text_section", "one"],
      ["rich_text_quote", "two"],
      ["rich_text_section", "three"],
      ["rich_text_preformatted", "*four*"],
    ],
  );
});

test("plain text has no marks", () => {
  assert.deepEqual(plain("*a* &lt;"), [{ type: "rich_text_section", elements: [{ type: "text", text: "*a* &lt;" }] }]);
});
