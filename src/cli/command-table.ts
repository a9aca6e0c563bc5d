import type { Command } from "./command.ts";

/**
 * The commands by name, in the order in which the help lists them. Each is loaded when it is asked for: loading files is most of
 * what a command takes from start to end.
 */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  ls: async () => (await import("./ls.ts")).ls,
  ping: async () => (await import("./ping.ts")).ping,
  info: async () => (await import("./info.ts")).info,
  attrs: async () => (await import("./attrs.ts")).attrs,
  cmds: async () => (await import("./cmds.ts")).cmds,
  interface: async () => (await import("./interface.ts")).interface_,
  read: async () => (await import("./read.ts")).read,
  monitor: async () => (await import("./monitor.ts")).monitor,
  write: async () => (await import("./write.ts")).write,
  cmd: async () => (await import("./cmd.ts")).cmd,
  prop: async () => (await import("./prop.ts")).prop,
  server: async () => (await import("./server.ts")).server,
  device: async () => (await import("./device.ts")).device,
  alias: async () => (await import("./alias.ts")).alias,
  ior: async () => (await import("./ior.ts")).ior,
  database: async () => (await import("./database.ts")).database,
  tangotest: async () => (await import("./tangotest.ts")).tangotest,
  "access-control": async () => (await import("./access-control.ts")).accessControl,
  "new-server": async () => (await import("./new-server.ts")).newServer,
};

/** Commands that run a server. All that stands behind them is theirs, and they do not end when nobody reads what they print. */
export const SERVERS: ReadonlySet<string> = new Set(["database", "tangotest", "access-control"]);
