import { readdirSync, readlinkSync } from "node:fs";

/** What this process holds: sockets by what the system has open, and by what the event loop has, timers among it. */
export function handles(): { readonly open: number; readonly active: readonly string[] } {
  const open = readdirSync("/proc/self/fd").filter((fd) => {
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
  return { open: open.length, active };
}
