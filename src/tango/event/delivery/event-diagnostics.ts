import { channel } from "node:diagnostics_channel";

/** `{ error, event }`: the callback of a subscription threw, or its promise rejected. */
export const EVENT_CALLBACK_ERROR = channel("bandoneon:tango:event:callback-error");
