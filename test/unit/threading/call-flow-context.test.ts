import assert from "node:assert/strict";
import { test } from "node:test";
import { codeSetsContext, NO_CONTEXTS } from "../../../src/giop/message/service-context.ts";
import {
  CALL_FLOW_CONTEXT,
  decodeCallFlow,
  encodeCallFlow,
} from "../../../src/threading/call-flow-context.ts";

const token = (i: number) => String.fromCharCode(i, 255 - i).repeat(8);
const tokens = (count: number) => Array.from({ length: count }, (_, i) => token(i));

test("carries tokens octet by octet, beside other contexts", () => {
  const context = encodeCallFlow(tokens(2));
  assert.equal(context.id, CALL_FLOW_CONTEXT);
  assert.deepEqual([...context.data.subarray(14, 18)], [0, 255, 1, 254]);
  assert.deepEqual(decodeCallFlow([codeSetsContext(1, 2), context]), tokens(2));
});

test("finds none where there is none", () => {
  assert.deepEqual(decodeCallFlow(NO_CONTEXTS), []);
  assert.deepEqual(decodeCallFlow([codeSetsContext(1, 2)]), []);
  assert.deepEqual(decodeCallFlow([encodeCallFlow([])]), []);
});

test("leaves out the oldest of more than 16", () => {
  assert.deepEqual(decodeCallFlow([encodeCallFlow(tokens(20))]), tokens(20).slice(4));
});

test("takes what is not well formed for nothing", () => {
  for (const size of [1, 15, 17, 17 * 16, 1 << 20]) {
    assert.deepEqual(decodeCallFlow([{ id: CALL_FLOW_CONTEXT, data: new Uint8Array(size) }]), []);
  }
});

test("reads data that stand within a message", () => {
  const message = new Uint8Array(40).fill(7);
  message.set(encodeCallFlow(tokens(1)).data, 8);
  assert.deepEqual(decodeCallFlow([{ id: CALL_FLOW_CONTEXT, data: message.subarray(8, 24) }]), tokens(1));
});
