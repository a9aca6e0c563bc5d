import type { DeviceRow } from "./device-row.ts";

/** A device that was never exported: what SQL calls nada. */
export function newDevice(name: string, server: string, className: string): DeviceRow {
  return {
    name,
    alias: null,
    exported: false,
    ior: NOTHING,
    host: NOTHING,
    server,
    pid: 0,
    class: className,
    version: "0",
    started: null,
    stopped: null,
    comment: null,
  };
}

/** What stands in the columns of a device that was never exported. */
export const NOTHING = "nada";
