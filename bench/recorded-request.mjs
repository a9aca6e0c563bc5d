// The octets of a request as it goes to a real server.
import { Socket } from "node:net";
import { DeviceProxy } from "../dist/index.js";

/** Reads an attribute of a device: the port of its server, and the request in hexadecimal. */
export async function recordedRead(name, attribute) {
  const device = new DeviceProxy(name);
  await device.readAttribute(attribute);
  const { write } = Socket.prototype;
  let request;
  Socket.prototype.write = function (chunk, ...rest) {
    request = Buffer.from(chunk).toString("hex");
    return write.call(this, chunk, ...rest);
  };
  try {
    await device.readAttribute(attribute);
  } finally {
    Socket.prototype.write = write;
  }
  return { port: await device.getDevPort(), hex: request };
}
