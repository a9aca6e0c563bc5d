import assert from "node:assert/strict";
import { it } from "node:test";
import { TcpTransport } from "../../../../../src/iiop/tcp-transport.ts";
import { zmtpConnector } from "../../../../../src/tango/event/consumer/zmtp-transport.ts";
import { PubSocket } from "../../../../../src/tango/zmtp/pub-socket.ts";
import { until } from "../../../../support/until.ts";

it("topics are of ISO 8859-1, as all names in Tango", async (t) => {
  const publisher = await PubSocket.listen({ host: "127.0.0.1", port: 0 });
  t.after(() => publisher.close());
  const topic = "tango://host:1/a/b/c/température.change";
  const octets = Buffer.from(topic, "latin1");
  const got: string[] = [];
  const connect = zmtpConnector(new TcpTransport(), 1024);
  const onMessage = ([frame]: readonly Uint8Array[]) => void got.push(Buffer.from(frame!).toString("latin1"));
  const socket = connect(publisher, { onMessage, onClosed: () => undefined }, { connectTimeoutMs: 10_000 });
  t.after(() => socket.close());
  socket.subscribe(topic);
  await socket.ready;
  await until(() => publisher.hasSubscriber(octets));
  await publisher.send([octets]);
  await until(() => got.length === 1);
  assert.deepEqual(got, [topic]);
  socket.unsubscribe(topic);
  await until(() => !publisher.hasSubscriber(octets));
});
