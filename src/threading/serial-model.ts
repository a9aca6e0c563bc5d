/** Which calls of a device server wait for each other: those of a device, of a class, of the whole server, or none. */
export type SerialModel = "BY_DEVICE" | "BY_CLASS" | "BY_PROCESS" | "NO_SYNC";
