import { channel } from "node:diagnostics_channel";

/**
 * `{ device, title, state: "open" | "ended" | "gone" | "cut off", unacknowledged }`: a thread began to drive a device, it closed its handle,
 * it is gone without a word, its device ended. For whoever subscribes with node:diagnostics_channel.
 */
export const THREAD_HANDLE_STATE = channel("bandoneon:tango:server:thread-handle");
