import { MarshalError } from "../../src/giop/cdr/marshal-error.ts";
import { decodeEventMessage } from "../../src/tango/event/message/event-message.ts";
import { EVENT_TYPES, type EventType } from "../../src/tango/event/message/event-type.ts";
import { ZmtpError } from "../../src/tango/zmtp/zmtp-error.ts";
import { clientIdlOf, contentTypeOf, decodeEvent, deframe } from "../support/event-content.ts";
import { eventCaptures } from "../support/event-corpus.ts";
import type { Random } from "./random.ts";
import { chunksOf, type FuzzTarget } from "./targets.ts";

/** What a subscriber decodes: whole messages out of a stream, and the contents of each type and generation of events. */
export function eventTargets(): readonly FuzzTarget[] {
  const captures = eventCaptures().filter(({ messages }) => messages !== undefined);
  const streams = captures.map(({ capture }) => Buffer.concat(capture.blocks.map(({ bytes }) => bytes)));
  const contents = new Map<string, { type: EventType; idl: number; corpus: Uint8Array[] }>();
  for (const capture of captures) {
    for (const frames of deframe([Buffer.concat(capture.capture.blocks.map(({ bytes }) => bytes))])) {
      if (frames.length < 4) continue;
      const message = decodeEventMessage(frames);
      const { type } = contentTypeOf(capture, message)!;
      const idl = clientIdlOf(capture);
      const key = `event ${type} of IDL ${idl}`;
      const group = contents.get(key) ?? { type, idl, corpus: [] };
      group.corpus.push(callAndContent(frames));
      contents.set(key, group);
    }
  }
  return [
    {
      name: "event stream",
      corpus: streams,
      run(input, random) {
        const type = random.pick(EVENT_TYPES);
        const messages = refusingZmtp(() => deframe(chunksOf(input, random)));
        for (const frames of messages) decodeEvent(frames, type, prefixOf(type), random.pick([3, 4, 5, 6]));
      },
    },
    ...[...contents].map(([name, { type, idl, corpus }]) => ({
      name,
      corpus,
      run: (input: Uint8Array, random: Random) => decodeInput(input, type, idl, random),
    })),
  ];
}

/** The third frame and the fourth, one behind the other: the third of an event is always as long. */
function callAndContent([, , call, content]: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([call!, content!]);
}

const CALL_SIZE = 21;

function decodeInput(input: Uint8Array, type: EventType, idl: number, random: Random): void {
  const order = Uint8Array.of(random.oneIn(4) ? 0 : 1);
  const frames = [Buffer.from("a.b"), order, input.subarray(0, CALL_SIZE), input.subarray(CALL_SIZE)];
  decodeEvent(frames, type, prefixOf(type), idl);
}

function prefixOf(type: EventType): 4 | 8 {
  return type === "pipe" ? 8 : 4;
}

/** A ZmtpError is what a stream may end in; the fuzzer knows it as a MarshalError. */
function refusingZmtp<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ZmtpError) throw new MarshalError(error.message);
    throw error;
  }
}
