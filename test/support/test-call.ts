import type { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import type { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import type { ClientCall, ClientLocate } from "../../src/giop/connection/client-call.ts";
import type { SystemException } from "../../src/giop/exception/system-exception.ts";
import { objectKeyFromText } from "../../src/giop/ior/object-key.ts";
import type { LocateReplyHeader } from "../../src/giop/message/locate.ts";
import type { ReplyHeader } from "../../src/giop/message/reply.ts";
import { RESPONSE_FROM_TARGET, type ResponseFlags } from "../../src/giop/message/request.ts";
import { NO_CONTEXTS, type ServiceContext } from "../../src/giop/message/service-context.ts";
import type { TargetAddress } from "../../src/giop/message/target-address.ts";

/** How a recorded call ended, in order of events; more than one entry is an error of the engine. */
export type Outcome =
  | { readonly kind: "reply"; readonly header: ReplyHeader; readonly body: CdrReader }
  | { readonly kind: "locate reply"; readonly header: LocateReplyHeader; readonly body: CdrReader }
  | { readonly kind: "unprocessed" }
  | { readonly kind: "failure"; readonly error: SystemException };

/** A call of `operation` on the object "key" that records how it ends. */
export class TestCall implements ClientCall {
  requestId = 0;
  readonly outcomes: Outcome[] = [];
  readonly operation: string;
  readonly target: TargetAddress;
  readonly responseFlags: ResponseFlags;
  readonly serviceContexts: readonly ServiceContext[];
  readonly hasArguments: boolean;
  readonly #encode: ((writer: CdrWriter) => void) | undefined;

  constructor(
    operation: string,
    encode?: (writer: CdrWriter) => void,
    options: { flags?: ResponseFlags; target?: TargetAddress; contexts?: readonly ServiceContext[] } = {},
  ) {
    this.operation = operation;
    this.target = options.target ?? { kind: "key", objectKey: objectKeyFromText("key") };
    this.responseFlags = options.flags ?? RESPONSE_FROM_TARGET;
    this.serviceContexts = options.contexts ?? NO_CONTEXTS;
    this.hasArguments = encode !== undefined;
    this.#encode = encode;
  }

  encodeArguments(writer: CdrWriter): void {
    this.#encode!(writer);
  }

  onReply(header: ReplyHeader, body: CdrReader): void {
    this.outcomes.push({ kind: "reply", header, body });
  }

  onUnprocessed(): void {
    this.outcomes.push({ kind: "unprocessed" });
  }

  onFailure(error: SystemException): void {
    this.outcomes.push({ kind: "failure", error });
  }
}

/** A question whether the object "key" is there, that records the answer. */
export class TestLocate implements ClientLocate {
  requestId = 0;
  readonly outcomes: Outcome[] = [];
  readonly target: TargetAddress = { kind: "key", objectKey: objectKeyFromText("key") };

  onLocateReply(header: LocateReplyHeader, body: CdrReader): void {
    this.outcomes.push({ kind: "locate reply", header, body });
  }

  onUnprocessed(): void {
    this.outcomes.push({ kind: "unprocessed" });
  }

  onFailure(error: SystemException): void {
    this.outcomes.push({ kind: "failure", error });
  }
}
