import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventOptions } from "../../../../../src/tango/server/event/configure-events.ts";
import { MACHINE_CLOCK } from "../../../../../src/threading/clock.ts";

function options(
  properties: Record<string, string[]> = {},
  variables: Record<string, string> = {},
  hasTangoDatabase = false,
) {
  return eventOptions(
    {
      adminDevice: "dserver/Test/unit",
      hasTangoDatabase,
      hostName: "host.domain",
      port: 4000,
      endPoint: null,
      publishedEndPoint: null,
      properties,
      clock: MACHINE_CLOCK,
      open: () => assert.fail("nothing is opened"),
    },
    (name) => variables[name],
  );
}

describe("how a server sends events", () => {
  it("is as cppTango does where nothing is said", () => {
    const { ports, highWaterMark, clientHighWaterMark, autoAlarm } = options();
    assert.deepEqual(
      { ports, highWaterMark, clientHighWaterMark, autoAlarm },
      { ports: { heartbeat: 0, event: 0 }, highWaterMark: 1000, clientHighWaterMark: 1000, autoAlarm: true },
    );
  });

  it("is said by properties of the control system, and by the environment, which goes first", () => {
    const properties = {
      DSEventBufferHwm: ["50"],
      EventBufferHwm: ["60"],
      AutoAlarmOnChangeEvent: ["False"],
    };
    const said = options(properties);
    assert.deepEqual([said.highWaterMark, said.clientHighWaterMark, said.autoAlarm], [50, 60, false]);
    assert.equal(options(properties, { TANGO_DS_EVENT_BUFFER_HWM: "70" }).highWaterMark, 70);
    assert.equal(options({ DSEventBufferHwm: ["many"] }).highWaterMark, 1000);
  });

  it("has the ports that the environment says", () => {
    const variables = { TANGO_ZMQ_HEARTBEAT_PORT: "5001", TANGO_ZMQ_EVENT_PORT: "5002" };
    assert.deepEqual(options({}, variables).ports, { heartbeat: 5001, event: 5002 });
    assert.throws(() => options({}, { TANGO_ZMQ_EVENT_PORT: "many" }), {
      reason: "API_ZmqInitFailed",
      message: /TANGO_ZMQ_EVENT_PORT is "many"/,
    });
  });

  it("is under the address of the server itself where there is no Tango database", async () => {
    const { prefix, suffix } = options();
    assert.deepEqual([await prefix(), suffix], ["tango://host.domain:4000/", "#dbase=no"]);
  });
});
