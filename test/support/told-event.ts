import assert from "node:assert/strict";
import type { AttributeEvent } from "../../src/tango/event/data/attribute-event.ts";
import type { TangoEvent } from "../../src/tango/event/data/tango-event.ts";
import type { DevError } from "../../src/tango/idl/dev-error.ts";
import type { PipeBlob } from "../../src/tango/value/pipe-blob.ts";
import type { Json } from "../interop/tango/scenario.ts";
import { viewedReading } from "../interop/tango/view-value.ts";
import type { EventCapture } from "./event-corpus.ts";

/** What push_server.py was told to send, as event-cases.ts has it. */
interface Told {
  readonly attr?: string;
  readonly pipe?: string;
  readonly value?: Json;
  readonly quality?: string;
  readonly time?: number;
  readonly errors?: readonly DevError[];
  readonly ctr?: number;
  readonly blob?: ToldBlob;
  readonly name?: string;
}

interface ToldBlob {
  readonly name: string;
  readonly elements: readonly { readonly name: string; readonly value: Json | ToldBlob }[];
}

/** Checks an event that was recorded against what its server had been told. */
export function checkEvent({ name, capture }: EventCapture, event: TangoEvent): void {
  const cause = capture.header.get("brought about by");
  if (cause === undefined) return checkValue(event, {});
  const act = JSON.parse(cause) as {
    readonly command?: string;
    readonly argument?: Told;
    readonly configure?: string;
    readonly polled?: Told;
    readonly changed?: Told;
    readonly stopPolling?: true;
  };
  const told = act.argument ?? act.changed ?? act.polled;
  if (act.stopPolling) {
    assert.ok(event.err);
    assert.match(event.errors[0]!.desc, /Polling has just being stopped/, name);
  } else if (told?.errors !== undefined) checkErrors(event, told.errors);
  else if (event.event === "attr_conf") assert.match(event.attrConf!.unit, /^unit \d$/);
  else if (event.event === "data_ready") assert.equal(event.ctr, told!.ctr);
  else if (event.event === "pipe") checkBlob(event.pipeValue!.blob, told!.blob!);
  else if (event.event === "intr_change")
    assert.ok(event.attList.some((info) => info.name.startsWith("added")) && !event.devStarted);
  else checkValue(event, told!);
}

function checkErrors(event: TangoEvent, told: readonly DevError[]): void {
  assert.ok(event.err);
  // PyTango 9 puts every error at the severity ERR.
  const said = ({ reason, desc, origin }: DevError) => ({ reason, desc, origin });
  assert.deepEqual(event.errors.map(said), told.map(said));
}

function checkValue(event: TangoEvent, told: Told): void {
  assert.ok("attrValue" in event && !event.err, event.event);
  const reading = (event as AttributeEvent).attrValue!;
  const { value } = viewedReading(reading) as { readonly value: Json };
  if (told.quality !== undefined) assert.equal(reading.quality, told.quality);
  if (told.time !== undefined) assert.equal(reading.time.tvSec + reading.time.tvUsec / 1e6, told.time);
  if (told.quality === "ATTR_INVALID") return assert.equal(reading.value, null);
  if (told.value === undefined) return assert.notEqual(reading.value, null);
  const wanted =
    typeof told.value === "object" && told.value !== null && "data" in told.value
      ? told.value.data
      : told.value;
  assert.deepEqual(value, wanted);
}

function checkBlob(blob: PipeBlob, told: ToldBlob): void {
  assert.equal(blob.name, told.name);
  assert.deepEqual(
    blob.elements.map(({ name }) => name),
    told.elements.map(({ name }) => name),
  );
  for (const [i, { type, value }] of blob.elements.entries()) {
    const wanted = told.elements[i]!.value;
    if (type === "DevPipeBlob") checkBlob(value as PipeBlob, wanted as ToldBlob);
    // PyTango sends a boolean as a number.
    else if (typeof value === "bigint") assert.equal(Number(value), Number(wanted));
    else if (ArrayBuffer.isView(value)) assert.deepEqual(Array.from(value as never, Number), wanted);
    else assert.deepEqual(value, wanted);
  }
}
