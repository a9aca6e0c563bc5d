// Serves the device that the built package reads, from the sources; prints its name and ends when standard input does.
import { levelDevice } from "../support/fake-attributes.ts";
import { FakeServer } from "../support/fake-device.ts";

const server = await FakeServer.start();
server.serve("build/check/1", 5, levelDevice(5));
console.log(server.nameOf("build/check/1"));
process.stdin.on("end", () => void server.stop()).resume();
