import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./bundled.mjs";

const { after } = await bundled("world.ts");
const { threadsOf } = await bundled("threads.ts");
const message = (id, more = {}) => ({ channel: "C", id, ts: id, thread_ts: null, user: "U0BOT", name: "bot", text: id, ...more });
const world = after(null, { kind: "state", person: "U0ONCALL", people: [], channels: [], messages: [message("2")], exchanges: [], console: [] });

test("nothing is known before the first state", () => {
  assert.equal(after(null, { kind: "line", line: {} }), null);
});

test("a message comes in once, in the order of time, and is changed in its place", () => {
  const told = after(after(world, { kind: "message", message: message("1") }), { kind: "message", message: message("2", { text: "new" }) });
  assert.deepEqual(told.messages.map(({ id, text }) => [id, text]), [["1", "1"], ["2", "new"]]);
});

test("a message that is gone in one channel stays in another", () => {
  assert.equal(after(world, { kind: "gone", channel: "D", id: "2" }).messages.length, 1);
  assert.equal(after(world, { kind: "gone", channel: "C", id: "2" }).messages.length, 0);
});

test("the console of the receiver is cleared, and nothing else is lost", () => {
  const told = after(after(world, { kind: "line", line: { text: "mta@demo restarted" } }), { kind: "console", console: [] });
  assert.deepEqual([told.console, told.messages.length], [[], 1]);
});

test("what others write is said aloud, what one writes oneself is not", () => {
  assert.equal(after(world, { kind: "message", message: message("3", { text: "first\nsecond" }) }).spoken, "bot: first");
  assert.equal(after(world, { kind: "message", message: message("3", { user: "U0ONCALL" }) }).spoken, "");
});

test("names are said aloud, not ids or marks", () => {
  const known = { ...world, people: [{ id: "U0APPROVE", name: "Approver" }], channels: [{ id: "C", name: "incidents" }] };
  const text = "*<@U0APPROVE>* &amp; <@U0BOT> in <#C> see <https://a.example|this>";
  assert.equal(
    after(known, { kind: "message", message: message("3", { text }) }).spoken,
    "bot: Approver & campaign-why in incidents see this",
  );
});

test("the errors of a modal go with the modal", () => {
  const refused = after(world, { kind: "modal", view: { id: "V" }, errors: { name: "wrong" } });
  assert.deepEqual(refused.errors, { name: "wrong" });
  assert.deepEqual(after(refused, { kind: "modal", view: null, errors: null }).errors, {});
});

test("replies stand below their message; without it they stand for themselves", () => {
  const messages = [message("1"), message("2", { thread_ts: "1" }), message("3", { thread_ts: "0" }), message("4", { channel: "D" })];
  const { tops, replies } = threadsOf(messages, "C");
  assert.deepEqual(tops.map(({ id }) => id), ["1", "3"]);
  assert.deepEqual(replies.get("1").map(({ id }) => id), ["2"]);
});
