import { readPipe } from "../../client/pipe-calls.ts";
import { DevPipeData } from "../../idl/pipe-data.ts";
import type { DevicePipe } from "../../value/pipe-blob.ts";
import { devicePipeFromWire } from "../../value/pipe-value.ts";
import { pipeEvent } from "../data/pipe-event.ts";
import { decodeContent, PIPE_PREFIX } from "../message/event-message.ts";
import type { EventContent, EventKind } from "./event-kind.ts";

/** Events that carry the contents of a pipe. */
export const PIPE_EVENT_KIND: EventKind = {
  read: async (connection, name, options) => content(await readPipe(connection, name, options)),
  decode: (message) => content(devicePipeFromWire(decodeContent(message, DevPipeData, PIPE_PREFIX))),
  failed: (errors) => (address) => pipeEvent(address, null, errors),
};

function content(pipeValue: DevicePipe): EventContent {
  return (address) => pipeEvent(address, pipeValue, []);
}
