// What no server in Node can be faster than: a bare socket that looks at nothing and answers each request with the reply that a real server
// gave to the same request before. Only the request id is put in.
import { once } from "node:events";
import { connect, createServer } from "node:net";

const HEADER_SIZE = 12;
/** Where GIOP 1.0 has the request id: a client that is given an address alone speaks 1.0, and sends no service contexts. */
const ID_AT = 16;

/** Listens on loopback and learns replies from the server at `port`. One request of one client at a time. */
export async function startFloor(port) {
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket.setNoDelay());
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    }
    client.on("close", () => upstream.destroy());
    let request;
    let reply;
    let learned = [];
    client.on("data", (chunk) => {
      if (request !== undefined && chunk.compare(request, ID_AT + 4, undefined, ID_AT + 4) === 0) {
        chunk.copy(reply, ID_AT, ID_AT, ID_AT + 4);
        client.write(reply);
        return;
      }
      request = chunk;
      learned = [];
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      learned.push(chunk);
      const bytes = Buffer.concat(learned);
      if (bytes.length < HEADER_SIZE + sizeOf(bytes)) return;
      reply = bytes;
      client.write(reply);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `tango://127.0.0.1:${server.address().port}`;
  return {
    /** The floor runs in the process of the benchmark, which does nothing else meanwhile. */
    cpuMs() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    address: (device) => `${address}/${device}#dbase=no`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function sizeOf(message) {
  const isLittleEndian = (message[6] & 1) !== 0;
  return isLittleEndian ? message.readUInt32LE(8) : message.readUInt32BE(8);
}
