import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { any } from "../../src/giop/idl/any.ts";
import { op } from "../../src/giop/idl/operation.ts";
import { decodeCancelRequest } from "../../src/giop/message/cancel-request.ts";
import { FragmentAssembler } from "../../src/giop/message/fragment-assembler.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import { decodeLocateReplyHeader, decodeLocateRequest } from "../../src/giop/message/locate.ts";
import { MessageDeframer } from "../../src/giop/message/message-deframer.ts";
import { fragmentMessage } from "../../src/giop/message/message-encoder.ts";
import { HEADER_SIZE, patchMessageSize } from "../../src/giop/message/message-header.ts";
import { decodeReplyHeader } from "../../src/giop/message/reply.ts";
import { decodeRequestHeader } from "../../src/giop/message/request.ts";
import { codeSetsInContexts } from "../../src/giop/message/service-context.ts";
import { decodeAddressingMode, targetObjectKey } from "../../src/giop/message/target-address.ts";
import { receive } from "../support/damage.ts";
import type { GoldenFile, GoldenMessage } from "../support/golden-corpus.ts";
import { octetsOf } from "../support/hex-capture.ts";
import { decodeMessage } from "../support/message-content.ts";
import type { Random } from "./random.ts";
import { chunksOf, type FuzzTarget } from "./targets.ts";

/** The decoders of messages, headers and bodies, fed with what was captured. */
export function messageTargets(files: readonly GoldenFile[]): readonly FuzzTarget[] {
  const messages = files.flatMap((file) => file.messages);
  const bodies = messages.map(({ bytes }) => bytes.subarray(HEADER_SIZE));
  return [
    {
      name: "message stream",
      corpus: files.flatMap(streamsOf),
      run: (input, random) => void receive(chunksOf(input, random)),
    },
    { name: "fragments", corpus: messages.flatMap(fragmentsOf), run: assemble },
    ...operationTargets(messages),
    { name: "request header", corpus: bodies, run: decodeHeader },
  ];
}

/** The two directions of a capture. */
export function streamsOf({ capture }: GoldenFile): Uint8Array[] {
  return [octetsOf(capture, "OUT"), octetsOf(capture, "IN")].filter((stream) => stream.length > 0);
}

/** One target for each operation and direction: the message as a whole is decoded as what it should be. */
function operationTargets(messages: readonly GoldenMessage[]): FuzzTarget[] {
  return [...groupByOperation(messages)].map(([name, group]) => ({
    name,
    corpus: group.map(({ bytes }) => bytes),
    run(input: Uint8Array, random: Random) {
      if (input.length >= HEADER_SIZE && !random.oneIn(4)) patchMessageSize(input);
      for (const message of receive([input])) decodeMessage(message, group[0]!.operation ?? ANYTHING);
    },
  }));
}

/** What a message without an operation is decoded as once damage has made a Request or Reply of it. */
const ANYTHING = op([["value", any]], any);

function groupByOperation(messages: readonly GoldenMessage[]): Map<string, GoldenMessage[]> {
  const groups = new Map<string, GoldenMessage[]>();
  for (const message of messages)
    groups.set(keyOf(message), [...(groups.get(keyOf(message)) ?? []), message]);
  return groups;
}

function keyOf({ operationName, direction }: GoldenMessage): string {
  return `${direction} ${operationName ?? "other messages"}`;
}

function fragmentsOf({ bytes }: GoldenMessage): Uint8Array[] {
  if (bytes.length < 100) return [];
  return [Buffer.concat(fragmentMessage(new Uint8Array(bytes), 48))];
}

/** Fragments of several messages, mixed: whole chunks of the stream change places. */
function assemble(input: Uint8Array, random: Random): void {
  const assembler = new FragmentAssembler({
    maxMessageSize: 32 * 1024,
    maxElements: 4096,
    maxDepth: 100,
    maxFragmentedMessages: 4,
  });
  const parts: Uint8Array[] = [];
  try {
    new MessageDeframer((part) => parts.push(part)).push(input);
  } finally {
    while (parts.length > 0) {
      const [part] = parts.splice(random.oneIn(4) ? random.below(parts.length) : 0, 1);
      if (random.oneIn(20)) assembler.drop(random.bits());
      assembler.add(part!);
    }
  }
}

/** Every header decoder, on octets that are meant for one of them, in every version and byte order. */
function decodeHeader(input: Uint8Array, random: Random): void {
  const format = messageFormat(random.pick([0, 1, 2] as const), random.oneIn(2));
  const reader = new CdrReader(input, format);
  switch (random.below(6)) {
    case 0: {
      const header = decodeRequestHeader(reader);
      codeSetsInContexts(header.serviceContexts);
      targetObjectKey(header.target);
      return;
    }
    case 1:
      decodeReplyHeader(reader);
      return;
    case 2:
      targetObjectKey(decodeLocateRequest(reader).target);
      return;
    case 3:
      decodeLocateReplyHeader(reader);
      return;
    case 4:
      decodeCancelRequest(reader);
      return;
    default:
      decodeAddressingMode(reader);
  }
}
