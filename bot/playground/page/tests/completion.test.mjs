import assert from "node:assert/strict";
import { test } from "node:test";
import { bundled } from "./bundled.mjs";

const { completed, completions } = await bundled("completion.ts");
const labels = (text, isThread = false) => completions(text, isThread).map(({ label }) => label);

test("a slash offers the command, but not in a thread", () => {
  assert.deepEqual(labels("/c"), ["/campaign-why", "/campaign-why help"]);
  assert.deepEqual(labels("/x"), []);
  assert.deepEqual(labels("/c", true), []);
});

test("a mention is offered wherever one begins", () => {
  assert.deepEqual(labels("so @camp"), ["@campaign-why"]);
  assert.deepEqual(labels("me@camp"), []);
  assert.deepEqual(labels("@campaign-why"), []);
});

test("what is put in replaces the word that was begun", () => {
  assert.equal(completed("so @camp", completions("so @camp", false)[0]), "so @campaign-why ");
});
