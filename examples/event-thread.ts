// What PyTango's manual shows under "Multithreading": a thread of the program's own subscribes to periodic events, counts them for five
// seconds, unsubscribes, and is joined. PyTango's must not be forgotten to be wrapped in EnsureOmniThread.
//
//   npx tsx examples/event-thread.ts                      with a TangoTest server of our own
//   TANGO_HOST=host:10000 npx tsx examples/event-thread.ts        with sys/tg_test/1 of a Tango system
import { once } from "node:events";
import { ApiUtil, DevFailed, DeviceProxy } from "../src/index.ts";
import { startTangoTest } from "./own-tangotest.ts";
import { startThread } from "./start-thread.ts";

const ATTRIBUTE = "double_scalar";
const SECONDS = 5;

async function runJob(name: string): Promise<void> {
  const device = new DeviceProxy(name);
  const wasPolled = await device.isAttributePolled(ATTRIBUTE);
  if (!wasPolled) await device.pollAttribute(ATTRIBUTE, 1000);
  try {
    // A proxy belongs to its thread: the name goes across, and the thread makes a proxy of its own.
    const thread = startThread(new URL("./event-thread-worker.ts", import.meta.url), [name, ATTRIBUTE]);
    thread.on("message", (text: string) => console.log(`thread: ${text}`));
    const ended = once(thread, "exit");
    await once(thread, "message");
    await Promise.race([new Promise((resolve) => setTimeout(resolve, SECONDS * 1000)), ended]);
    thread.postMessage("end");
    const [code] = await ended;
    if (code !== 0) throw new Error(`the thread ended with ${code}`);
    console.log("the thread has ended");
  } finally {
    if (!wasPolled) await device.stopPollAttribute(ATTRIBUTE);
    await ApiUtil.cleanup();
  }
}

try {
  if (ApiUtil.getEnvVar("TANGO_HOST")) await runJob(process.argv[2] ?? "sys/tg_test/1");
  else {
    const server = await startTangoTest();
    try {
      await runJob(server.device);
    } finally {
      await server.stop();
    }
  }
} catch (error) {
  console.error(error instanceof DevFailed ? error.message : error);
  process.exitCode = 1;
}
