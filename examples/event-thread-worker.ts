// The thread of examples/event-thread.ts. Its arguments are the device and the attribute.
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { DeviceProxy, ensureOrbContext } from "../src/index.ts";

const [name, attribute] = process.argv.slice(-2) as [string, string];

// Closes what this thread opens when it ends, by an error too.
await using _ensured = ensureOrbContext();
const device = new DeviceProxy(name);
const events: unknown[] = [];
const id = await device.subscribeEvent(attribute, "periodic", (event) => {
  if (event.err) throw new Error(event.errors[0]?.desc);
  events.push(event.attrValue?.value);
});
parentPort!.postMessage("subscribed");
const timer = setInterval(() => parentPort!.postMessage(`${events.length} events stored`), 1000);
await once(parentPort!, "message");
clearInterval(timer);
device.unsubscribeEvent(id);
parentPort!.postMessage(`unsubscribed after ${events.length} events`);
