import { channel } from "node:diagnostics_channel";

/** `{ device, error }`: a context has lost the lock of a device, and learned why. For whoever subscribes with node:diagnostics_channel. */
export const LOCK_LOST = channel("bandoneon:tango:client:lock-lost");
