import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { CdrWriter } from "../../../../../src/giop/cdr/cdr-writer.ts";
import { NATIVE_FORMAT, NATIVE_LITTLE_ENDIAN } from "../../../../../src/giop/cdr/wire-format.ts";
import type { InputOf } from "../../../../../src/giop/idl/codec.ts";
import type { IdlVersion } from "../../../../../src/tango/client/connected-device.ts";
import type { AttributeEvent } from "../../../../../src/tango/event/data/attribute-event.ts";
import type { TangoEvent } from "../../../../../src/tango/event/data/tango-event.ts";
import { AttributeConfig_3, AttributeConfig_5 } from "../../../../../src/tango/idl/attribute-config.ts";
import { AttributeValue_4, AttributeValue_5 } from "../../../../../src/tango/idl/attribute-value.ts";
import { AttDataReady, DevIntrChange, ZmqCallInfo } from "../../../../../src/tango/idl/device-change.ts";
import { DevPipeData } from "../../../../../src/tango/idl/pipe-data.ts";
import { doubleValue, EventBench } from "../../../../support/event-bench.ts";
import { levelDevice } from "../../../../support/fake-attributes.ts";
import { deferred } from "../../../../support/fake-device.ts";
import { until } from "../../../../support/until.ts";
import { settle } from "../../../../support/virtual-clock.ts";

const ENUM = 29;
const SYNC = { subMode: "Sync" } as const;

describe("what events carry", () => {
  let bench: EventBench;
  let events: TangoEvent[];

  const start = async (idl: IdlVersion = 6, operations = levelDevice(idl)) => {
    bench = await EventBench.start(idl, operations);
    events = [];
  };
  const note = (event: TangoEvent) => void events.push(event);
  /** Publishes a change of an enumeration, whose labels have to be asked for. */
  const publishEnum = (counter = 1, value = 1) =>
    bench.sockets.publish(bench.topic("change"), {
      counter,
      codec: AttributeValue_5,
      content: {
        ...doubleValue("level", 0),
        data_type: ENUM,
        value: { kind: "short_att_value", value: [value] },
      },
    });
  /** The device tells its labels when `asked` is resolved; `questions` says how often it was asked. */
  const startWithLabelsHeld = async () => {
    const asked = deferred<void>();
    let questions = 0;
    await start(6, {
      ...levelDevice(6),
      get_attribute_config_5: async (names) => {
        questions++;
        await asked.promise;
        return Array.from(names as string[], (name) => ({
          ...config5(name),
          data_type: ENUM,
          enum_labels: ["OFF", "ON"],
        }));
      },
    });
    return { asked, questions: () => questions };
  };
  afterEach(() => bench.stop());

  it("waits in order for the labels of an enumeration", async () => {
    const { asked, questions } = await startWithLabelsHeld();
    await bench.device().subscribeEvent("level", "change", note, SYNC);
    publishEnum(1, 1);
    publishEnum(2, 0);
    // A value that needs no labels waits behind them all the same.
    bench.publish(4, 4.5);
    await until(() => questions() > 0);
    assert.deepEqual(events, []);
    asked.resolve();
    await until(() => events.length === 4);
    const [first, second, missed, last] = events as AttributeEvent[];
    assert.equal(first!.attrValue!.label, "ON");
    assert.equal(second!.attrValue!.label, "OFF");
    assert.equal(missed!.errors[0]!.reason, "API_MissedEvents");
    assert.equal(last!.attrValue!.value, 4.5);
    publishEnum(5, 1);
    assert.equal((events as AttributeEvent[]).at(-1)!.attrValue!.label, "ON");
    assert.equal(questions(), 1);
  });

  it("is not given once its connection is lost, behind the fresh value of the next", async () => {
    const { asked, questions } = await startWithLabelsHeld();
    await bench.device().subscribeEvent("level", "change", note, SYNC);
    publishEnum();
    await until(() => questions() > 0);
    bench.sockets.drop();
    bench.clock.tick(1000);
    await until(() => events.length === 2);
    asked.resolve();
    for (let i = 0; i < 100; i++) await settle();
    const [lost, fresh] = events as AttributeEvent[];
    assert.equal(lost!.errors[0]!.reason, "API_EventTimeout");
    assert.equal(fresh!.attrValue!.value, 1.5);
    assert.equal(events.length, 2);
  });

  it("is not given to who came after it, while it waited for its labels", async () => {
    const { asked, questions } = await startWithLabelsHeld();
    let isGiven = false;
    const given = () => {
      isGiven = true;
    };
    await bench.device().subscribeEvent("level", "change", given, SYNC);
    publishEnum();
    await until(() => questions() > 0);
    await bench.device().subscribeEvent("level", "change", note);
    asked.resolve();
    await until(() => isGiven);
    bench.publish(2, 7);
    assert.deepEqual(
      (events as AttributeEvent[]).map(({ attrValue }) => attrValue?.value),
      [1.5, 7],
    );
  });

  it("is a configuration, a data ready counter, an interface, or what is in a pipe", async () => {
    await start();
    const device = bench.device();
    await device.subscribeEvent("level", "attr_conf", note, SYNC);
    await device.subscribeEvent("level", "data_ready", note, SYNC);
    await device.subscribeEvent("intr_change", note, SYNC);
    await device.subscribeEvent("tube", "pipe", note, SYNC);
    bench.sockets.publish(bench.topic("attr_conf"), {
      counter: 1,
      codec: AttributeConfig_5,
      content: config5("level"),
    });
    bench.sockets.publish(bench.topic("data_ready"), {
      counter: 1,
      codec: AttDataReady,
      content: { name: "level", data_type: 5, ctr: 17 },
    });
    const command = {
      cmd_name: "Go",
      level: "OPERATOR",
      cmd_tag: 0,
      in_type: 0,
      out_type: 5,
      in_type_desc: "",
      out_type_desc: "far",
    } as const;
    bench.sockets.publish(bench.topic("intr_change"), {
      counter: 1,
      codec: DevIntrChange,
      content: { dev_started: false, cmds: [command], atts: [config5("level")] },
    });
    const time = { tv_sec: 7, tv_usec: 0, tv_nsec: 0 };
    const element = {
      name: "n",
      value: { kind: "long_att_value", value: [3] },
      inner_blob: [],
      inner_blob_name: "Scalar",
    } as const;
    bench.sockets.publish(bench.topic("pipe", "tube"), {
      counter: 1,
      codec: DevPipeData,
      content: { name: "tube", time, data_blob: { name: "b", blob_data: [element] } },
      prefix: 8,
    });
    const [conf, ready, intr, pipe] = events;
    assert.ok(conf?.event === "attr_conf" && conf.attrConf!.unit === "V");
    assert.equal(conf.attrName, `${bench.host}/a/b/c/level#dbase=no`);
    assert.ok(ready?.event === "data_ready" && ready.ctr === 17 && ready.attrDataType === "DevDouble");
    assert.ok(intr?.event === "intr_change" && intr.deviceName === `${bench.host}/a/b/c#dbase=no`);
    assert.deepEqual(
      [intr.cmdList[0]!.cmdName, intr.attList[0]!.name, intr.devStarted],
      ["Go", "level", false],
    );
    assert.ok(pipe?.event === "pipe" && pipe.pipeName === `${bench.host}/a/b/c/tube#dbase=no`);
    assert.deepEqual(pipe.pipeValue!.blob.elements, [{ name: "n", type: "DevLong", value: 3 }]);
  });

  it("is of IDL 4 where the device is", async () => {
    await start(4);
    const device = bench.device();
    bench.release = 810;
    await device.subscribeEvent("level", "change", note, SYNC);
    await device.subscribeEvent("level", "attr_conf", note, SYNC);
    const topic = (type: string) => `${bench.host}/a/b/c/level#dbase=no.${type}`;
    const { data_type: _, ...value } = doubleValue("level", 8.5);
    bench.sockets.publish(topic("change"), { counter: 1, codec: AttributeValue_4, content: value });
    bench.sockets.publish(topic("attr_conf"), {
      counter: 1,
      codec: AttributeConfig_3,
      content: config3("level"),
    });
    const [change, conf] = events;
    assert.ok(change?.event === "change" && change.attrValue!.value === 8.5);
    assert.ok(conf?.event === "attr_conf" && conf.attrConf!.label === "l");
  });

  it("may be of the other byte order", async () => {
    await start();
    await bench.device().subscribeEvent("level", "change", note, SYNC);
    const format = { ...NATIVE_FORMAT, littleEndian: !NATIVE_LITTLE_ENDIAN };
    const call = new CdrWriter(format);
    ZmqCallInfo.encode(call, {
      version: 4,
      ctr: 1,
      method_name: "",
      oid: new Uint8Array(),
      call_is_except: false,
    });
    const content = new CdrWriter(format);
    content.ulong(0);
    content.ulong(0);
    AttributeValue_5.encode(content, doubleValue("level", 9.25));
    const order = Uint8Array.of(NATIVE_LITTLE_ENDIAN ? 0 : 1);
    bench.sockets.send([
      Buffer.from(bench.topic("change")),
      order,
      call.bytes(),
      content.bytes().subarray(4),
    ]);
    assert.ok(events[0]?.event === "change" && events[0].attrValue!.value === 9.25);
  });
});

function config3(name: string): InputOf<typeof AttributeConfig_3> {
  return {
    name,
    writable: "READ",
    data_format: "SCALAR",
    data_type: 5,
    max_dim_x: 1,
    max_dim_y: 0,
    description: "d",
    label: "l",
    unit: "V",
    standard_unit: "",
    display_unit: "",
    format: "%f",
    min_value: "",
    max_value: "",
    writable_attr_name: "None",
    level: "OPERATOR",
    att_alarm: {
      min_alarm: "",
      max_alarm: "",
      min_warning: "",
      max_warning: "",
      delta_t: "",
      delta_val: "",
      extensions: [],
    },
    event_prop: {
      ch_event: { rel_change: "", abs_change: "", extensions: [] },
      per_event: { period: "", extensions: [] },
      arch_event: { rel_change: "", abs_change: "", period: "", extensions: [] },
    },
    extensions: [],
    sys_extensions: [],
  };
}

function config5(name: string): InputOf<typeof AttributeConfig_5> {
  return { ...config3(name), memorized: false, mem_init: false, root_attr_name: "", enum_labels: [] };
}
