import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import type { Interface } from "../../src/giop/idl/interface.ts";
import { type Operation, op } from "../../src/giop/idl/operation.ts";
import { boolean, long } from "../../src/giop/idl/primitives.ts";
import { string } from "../../src/giop/idl/string.ts";
import { FragmentAssembler } from "../../src/giop/message/fragment-assembler.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import {
  giopMinorOf,
  HEADER_SIZE,
  isLittleEndian,
  messageTypeOf,
} from "../../src/giop/message/message-header.ts";
import { decodeReplyHeader } from "../../src/giop/message/reply.ts";
import { decodeRequestHeader } from "../../src/giop/message/request.ts";
import { Device_6 } from "../../src/tango/idl/device.ts";
import { Callback, Child, Everything } from "../interop/omniorb/echo-idl.ts";
import { messagesOf } from "./capture-messages.ts";
import { type HexCapture, octetsOf, parseCapture } from "./hex-capture.ts";
import { ROOT } from "./source-files.ts";

/** One capture of fixtures/, cut into messages. */
export interface GoldenFile {
  /** From fixtures/, such as `tango-9.3.4/device/about.hex`. */
  readonly name: string;
  readonly text: string;
  readonly capture: HexCapture;
  readonly messages: readonly GoldenMessage[];
}

/** A whole message, its fragments joined. */
export interface GoldenMessage {
  readonly direction: "OUT" | "IN";
  readonly bytes: Uint8Array;
  readonly inFragments: boolean;
  /** What is called, in a Request and a Reply. */
  readonly operationName: string | undefined;
  readonly operation: Operation | undefined;
}

/** Every capture, in alphabetical order. */
export function goldenFiles(): readonly GoldenFile[] {
  const folder = join(ROOT, "fixtures");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".hex"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => goldenFile(relative(folder, file), readFileSync(file, "utf8")));
}

/** One message of one capture, for a test that spells out what is in it; the first of that operation and direction. */
export function goldenMessage(
  name: string,
  operation: string,
  direction: "OUT" | "IN",
  index = 0,
): GoldenMessage {
  const file = goldenFile(name, readFileSync(join(ROOT, "fixtures", name), "utf8"));
  const found = file.messages.filter(
    (message) => message.operationName === operation && message.direction === direction,
  )[index];
  if (found === undefined) throw new Error(`${name} has no ${direction} message ${index} of ${operation}`);
  return found;
}

function goldenFile(name: string, text: string): GoldenFile {
  const capture = parseCapture(text);
  const called = new Map<number, string>();
  const whole = (direction: "OUT" | "IN"): GoldenMessage[] => {
    const assembler = new FragmentAssembler();
    let inFragments = false;
    return messagesOf(octetsOf(capture, direction)).flatMap((part) => {
      const bytes = assembler.add(part);
      inFragments ||= bytes === null;
      if (bytes === null) return [];
      const operationName = operationNameOf(bytes, called);
      const message = { direction, bytes, inFragments, operationName, operation: operationOf(operationName) };
      inFragments = false;
      return [message];
    });
  };
  // Requests first: they tell what the replies answer.
  return { name, text, capture, messages: [...whole("OUT"), ...whole("IN")] };
}

function operationNameOf(message: Uint8Array, called: Map<number, string>): string | undefined {
  const format = messageFormat(giopMinorOf(message), isLittleEndian(message));
  const reader = new CdrReader(message, format, { start: HEADER_SIZE });
  const type = messageTypeOf(message);
  if (type === "Reply") return called.get(decodeReplyHeader(reader).requestId);
  if (type !== "Request") return undefined;
  const { requestId, operation } = decodeRequestHeader(reader);
  called.set(requestId, operation);
  return operation;
}

function operationOf(name: string | undefined): Operation | undefined {
  if (name === undefined) return undefined;
  for (const operations of [OBJECT_OPERATIONS, ...INTERFACES.map((definition) => definition.operations)])
    if (Object.hasOwn(operations, name)) return operations[name];
  return undefined;
}

const INTERFACES: readonly Interface[] = [Device_6, Everything, Child, Callback];

/** What every object answers, whatever its interface. */
const OBJECT_OPERATIONS: Interface["operations"] = {
  _is_a: op([["id", string]], boolean),
  _non_existent: op([], boolean),
  // Called to see the answer to something that is not there.
  noSuchOperation: op([]),
  _set_changes: op([["value", long]]),
};
