import { readdirSync, readlinkSync } from "node:fs";

/** Sockets of this process by what the system has open, and what its event loop holds, timers among it. */
export function openHandles(): { readonly sockets: number; readonly active: readonly string[] } {
  const sockets = readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      return false; // the descriptor of the directory that was just read
    }
  });
  const active = process
    .getActiveResourcesInfo()
    .filter((name) => name.startsWith("TCP") || name === "Timeout")
    .sort();
  return { sockets: sockets.length, active };
}
