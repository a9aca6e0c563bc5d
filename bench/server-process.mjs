// A device server that the benchmark starts: without a database, at a port of loopback, so that every client comes by TCP (omniORB would
// take a unix socket to a server that has one; with this end point it tells nobody of its own).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { here } from "./turns.mjs";

/** The programs, for which the options of a Tango server are to be added. */
export const SERVERS = {
  bandoneon: [process.execPath, here("../dist/cli/main.js"), "tangotest"],
  cpp: ["/usr/lib/tango/TangoTest"],
  pytango: ["/usr/bin/python3", here("./peers/pytango_server.py")],
  bandoneonEvents: [process.execPath, here("./peers/event-server.mjs")],
  pytangoEvents: ["/usr/bin/python3", here("./peers/pytango_event_server.py")],
  manyBandoneon: [process.execPath, here("./peers/many-devices.mjs")],
  manyPytango: ["/usr/bin/python3", here("./peers/many_devices.py")],
};

/** Starts a server and resolves when it says that it serves: with its port, how long that took, and what ends it. */
export async function startServer(kind, devices = ["sys/tg_test/1"]) {
  const port = await freePort();
  const [program, ...args] = SERVERS[kind];
  const begin = performance.now();
  const options = [
    "bench",
    "-nodb",
    "-dlist",
    devices.join(","),
    "-ORBendPoint",
    `giop:tcp:127.0.0.1:${port}`,
  ];
  const child = spawn(program, [...args, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const readyMs = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes("Ready to accept request")) resolve(performance.now() - begin);
    });
    child.once("close", (code) => reject(new Error(`the server ${kind} ended with ${code}`)));
    child.once("error", reject);
  });
  return {
    port,
    readyMs,
    address: (device) => `tango://127.0.0.1:${port}/${device}#dbase=no`,
    /** CPU time of all its threads. */
    cpuMs() {
      const [, ...fields] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      const [user, system] = fields.slice(10);
      return (Number(user) + Number(system)) * 10;
    },
    /** Resident memory in octets. */
    rss() {
      const [, pages] = readFileSync(`/proc/${child.pid}/statm`, "utf8").split(" ");
      return Number(pages) * 4096;
    },
    async stop() {
      const closed = once(child, "close");
      // One of C++ that has just started does not always end by SIGTERM.
      child.kill("SIGKILL");
      await closed;
    },
  };
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
