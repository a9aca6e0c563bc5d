import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { alignBody } from "./body-alignment.ts";
import { decodeServiceContexts, encodeServiceContexts, type ServiceContext } from "./service-context.ts";

/** The header of a Reply, the same for all versions (CORBA 3.4 Part 2 §9.4.3). */
export interface ReplyHeader {
  /** That of the Request it answers. */
  readonly requestId: number;
  readonly status: ReplyStatus;
  readonly serviceContexts: readonly ServiceContext[];
}

/** What the body of a Reply is, in the order of the numbers. The last two are new in GIOP 1.2. */
export const REPLY_STATUSES = [
  "NO_EXCEPTION",
  "USER_EXCEPTION",
  "SYSTEM_EXCEPTION",
  "LOCATION_FORWARD",
  "LOCATION_FORWARD_PERM",
  "NEEDS_ADDRESSING_MODE",
] as const;

/**
 * The body of a Reply: results; a repository id and an exception's members; see decodeSystemException; a reference to go
 * to instead, this time or from now on; see decodeAddressingMode.
 */
export type ReplyStatus = (typeof REPLY_STATUSES)[number];

/** Writes the header in the writer's GIOP version. */
export function encodeReplyHeader(writer: CdrWriter, header: ReplyHeader): void {
  const status = REPLY_STATUSES.indexOf(header.status);
  if (writer.format.giopMinor === 2) {
    writer.ulong(header.requestId);
    writer.ulong(status);
    encodeServiceContexts(writer, header.serviceContexts);
  } else {
    if (status > LAST_STATUS_BEFORE_1_2)
      throw new MarshalError(`before GIOP 1.2 there is no reply status ${header.status}`);
    encodeServiceContexts(writer, header.serviceContexts);
    writer.ulong(header.requestId);
    writer.ulong(status);
  }
}

/** Reads the header of a Reply and moves to its body. Contexts are views of the message. */
export function decodeReplyHeader(reader: CdrReader): ReplyHeader {
  if (reader.format.giopMinor === 2) {
    const requestId = reader.ulong();
    const status = statusOf(reader);
    const serviceContexts = decodeServiceContexts(reader);
    if (reader.remaining > 0) alignBody(reader);
    return { requestId, status, serviceContexts };
  }
  const serviceContexts = decodeServiceContexts(reader);
  return { requestId: reader.ulong(), status: statusOf(reader), serviceContexts };
}

function statusOf(reader: CdrReader): ReplyStatus {
  const ordinal = reader.ulong();
  const status = REPLY_STATUSES[ordinal];
  if (status === undefined || (reader.format.giopMinor < 2 && ordinal > LAST_STATUS_BEFORE_1_2))
    throw reader.error(`${ordinal} is not a reply status of GIOP 1.${reader.format.giopMinor}`);
  return status;
}

const LAST_STATUS_BEFORE_1_2 = REPLY_STATUSES.indexOf("LOCATION_FORWARD");
