import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { codeSetsContext, NO_CONTEXTS } from "../../../src/giop/message/service-context.ts";
import {
  CallFlow,
  currentCallFlow,
  currentRequestContexts,
  runInCallFlow,
} from "../../../src/threading/call-flow.ts";
import { decodeCallFlow, encodeCallFlow } from "../../../src/threading/call-flow-context.ts";

const FOREIGN = "0123456789abcdef";

test("runs a request without a flow in none, and gives what its work gives", async () => {
  assert.equal(
    runInCallFlow(NO_CONTEXTS, () => currentCallFlow()),
    undefined,
  );
  assert.equal(
    runInCallFlow([codeSetsContext(1, 2)], () => 7),
    7,
  );
  const promise = Promise.resolve(8);
  assert.equal(
    runInCallFlow(NO_CONTEXTS, () => promise),
    promise,
  );
  assert.equal(currentRequestContexts(), NO_CONTEXTS);
});

test("lets a request join the flow in which it was made, through every await", async () => {
  const flow = new CallFlow();
  const contexts = flow.run(currentRequestContexts);
  assert.equal(flow.run(currentRequestContexts), contexts, "they are made once");
  await runInCallFlow(contexts, async () => {
    await turn();
    const joined = currentCallFlow();
    assert.notEqual(joined, flow);
    assert.ok(joined);
    assert.ok(joined.isWithin(flow));
    assert.ok(!flow.isWithin(joined));
  });
  flow.end();
});

test("joins no flow that has ended, nor one that it cannot name", async () => {
  const flow = new CallFlow();
  const contexts = flow.run(currentRequestContexts);
  const [token] = decodeCallFlow(contexts) as [string];
  assert.equal(token.length, 16);
  const guess = token.slice(0, -1) + String.fromCharCode(token.charCodeAt(15) ^ 1);
  for (const end of [false, true]) {
    if (end) flow.end();
    const given = end ? contexts : [encodeCallFlow([guess])];
    await runInCallFlow(given, () => assert.ok(!currentCallFlow()?.isWithin(flow)));
  }
});

test("carries the tokens of other processes on, and adds its own", async () => {
  await runInCallFlow([encodeCallFlow([FOREIGN])], async () => {
    const [foreign, own, none] = decodeCallFlow(currentRequestContexts());
    assert.deepEqual([foreign, none], [FOREIGN, undefined]);
    const inner = new CallFlow(currentCallFlow());
    assert.deepEqual(decodeCallFlow(inner.requestContexts()).slice(0, -1), [FOREIGN]);
    inner.end();
    // Back from another process: what is known here need not be carried, it is found by the last of it.
    await runInCallFlow([encodeCallFlow([FOREIGN, own!, "fedcba9876543210"])], () => {
      const tokens = decodeCallFlow(currentRequestContexts());
      assert.deepEqual(tokens.slice(0, -1), [FOREIGN, "fedcba9876543210"]);
      assert.ok(!tokens.includes(own!));
    });
  });
});

test("takes a request that comes by a socket opened in a flow for none of that flow", async () => {
  const flow = new CallFlow();
  await flow.run(async () => {
    await runInCallFlow(NO_CONTEXTS, async () => {
      assert.equal(currentCallFlow(), undefined);
      await turn();
      assert.equal(currentCallFlow(), undefined);
    });
    assert.equal(currentCallFlow(), flow);
  });
  flow.end();
});

test("keeps nothing of a flow that is over, though its code goes on", async () => {
  const flow = new CallFlow();
  const seen: (CallFlow | undefined)[] = [];
  const left = flow.run(async () => {
    await turn();
    seen.push(currentCallFlow());
    seen.push(new CallFlow(currentCallFlow()).parent);
  });
  flow.end();
  await left;
  assert.deepEqual(seen, [undefined, undefined]);
});

test("goes back to the flow that still waits when one within it is over", () => {
  const outer = new CallFlow();
  const inner = new CallFlow(outer);
  inner.run(() => {
    assert.equal(currentCallFlow(), inner);
    inner.end();
    assert.equal(currentCallFlow(), outer);
  });
  outer.end();
});

test("ends the flow of a request when its work ends, well or not, at once or later", async () => {
  const contexts = [encodeCallFlow([FOREIGN])];
  const flows: CallFlow[] = [];
  const note = () => {
    flows.push(currentCallFlow()!);
    currentRequestContexts();
  };
  await runInCallFlow(contexts, note);
  await runInCallFlow(contexts, async () => note());
  assert.throws(
    () =>
      runInCallFlow(contexts, () => {
        note();
        throw new Error("at once");
      }),
    /at once/,
  );
  const failing = async () => {
    note();
    await null;
    throw new Error("later");
  };
  await assert.rejects(async () => runInCallFlow(contexts, failing), /later/);
  assert.deepEqual(
    flows.map(({ hasEnded }) => hasEnded),
    [true, true, true, true],
  );
});

test("bounds how deep flows are within each other", () => {
  let flow = new CallFlow();
  const first = flow;
  for (let i = 0; i < 1000; i++) flow = new CallFlow(flow);
  assert.ok(flow.isWithin(first));
  flow = new CallFlow(flow);
  assert.equal(flow.parent, undefined);
  assert.equal(flow.depth, 0);
});

test("is shared by two copies of the package in one thread", async () => {
  const copy: typeof import("../../../src/threading/call-flow.ts") = await import(
    `../../../src/threading/call-flow.ts?copy=${process.pid}`
  );
  assert.notEqual(copy.CallFlow, CallFlow);
  const flow = new copy.CallFlow();
  const contexts = flow.run(currentRequestContexts);
  runInCallFlow(contexts, () => assert.ok(copy.currentCallFlow()?.isWithin(flow)));
  flow.end();
  assert.equal(
    flow.run(() => currentCallFlow()),
    undefined,
  );
});
