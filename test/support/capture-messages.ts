import { MessageDeframer } from "../../src/giop/message/message-deframer.ts";

/** The GIOP messages, fragments too, that octets consist of; an Error where the last one is not complete. */
export function messagesOf(octets: Uint8Array): Uint8Array[] {
  const messages: Uint8Array[] = [];
  const deframer = new MessageDeframer((message) => messages.push(message));
  deframer.push(octets);
  if (deframer.buffered > 0) throw new Error(`the last message is cut after ${deframer.buffered} bytes`);
  return messages;
}
