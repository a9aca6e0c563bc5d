import { Any } from "../../src/giop/idl/any.ts";
import type { Ior } from "../../src/giop/ior/ior.ts";
import type { IdlVersion } from "../../src/tango/client/connected-device.ts";
import { DeviceProxy } from "../../src/tango/client/device-proxy.ts";
import { EventConsumer } from "../../src/tango/event/consumer/event-consumer.ts";
import type { EventLimits } from "../../src/tango/event/consumer/event-limits.ts";
import { hasVersionedTopic } from "../../src/tango/event/message/event-topic.ts";
import type { EventType } from "../../src/tango/event/message/event-type.ts";
import { AttributeValue_5 } from "../../src/tango/idl/attribute-value.ts";
import { DevVarLongStringArray, DevVarStringArray } from "../../src/tango/idl/data-types.ts";
import type { OrbContext } from "../../src/threading/orb-context.ts";
import { levelDevice } from "./fake-attributes.ts";
import { type DeviceOperations, deviceError, FakeServer, testContext } from "./fake-device.ts";
import { FakeEventSockets } from "./fake-event-sockets.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A command of the admin device. */
type AdminCommand = (argument: string[]) => DevVarLongStringArray | undefined;

/** A client with the event system of a test, and a server `Fake/test` with the device `a/b/c`. Commands go over real sockets, events and time do not. */
export class EventBench {
  readonly context: OrbContext;
  readonly clock = new VirtualClock();
  readonly sockets = new FakeEventSockets();
  readonly consumer: EventConsumer;
  readonly idl: IdlVersion;
  /** The commands that the admin device got, with their arguments. */
  readonly commands: (readonly [command: string, ...argument: string[]])[] = [];
  /** What the admin device does beside what it always does. */
  readonly admin = new Map<string, AdminCommand>();
  /** Where the server says that it publishes. */
  endpoints: string[] = ["tcp://127.0.0.1:1", "tcp://127.0.0.1:2"];
  release = 1002;
  /** For a database that knows them. */
  references!: { readonly device: Ior; readonly admin: Ior };
  #server: FakeServer;
  readonly #operations: DeviceOperations;

  private constructor(
    server: FakeServer,
    idl: IdlVersion,
    operations: DeviceOperations,
    limits: Partial<EventLimits>,
  ) {
    this.context = testContext();
    this.idl = idl;
    this.#server = server;
    this.#operations = operations;
    const environment = { connect: this.sockets.connect, clock: this.clock };
    this.consumer = EventConsumer.of(this.context, { environment, limits });
    this.#serve();
  }

  static async start(
    idl: IdlVersion = 6,
    operations: DeviceOperations = levelDevice(idl),
    limits: Partial<EventLimits> = {},
  ): Promise<EventBench> {
    return new EventBench(await FakeServer.start(), idl, operations, limits);
  }

  get server(): FakeServer {
    return this.#server;
  }

  device(): DeviceProxy {
    const now = () => this.clock.now();
    return new DeviceProxy(this.#server.nameOf("a/b/c"), { context: this.context, now });
  }

  get host(): string {
    return `tango://127.0.0.1:${this.#server.port}`;
  }

  get channel(): string {
    return `${this.host}/dserver/fake/test#dbase=no`;
  }

  topic(type: EventType, name = "level"): string {
    const object = type === "intr_change" ? "" : `/${name}`;
    return `${this.host}/a/b/c${object}#dbase=no.${hasVersionedTopic(type) ? "idl5_" : ""}${type}`;
  }

  /** Publishes a change of a value. */
  publish(counter: number, value: number, type: EventType = "change", name = "level"): void {
    const content = doubleValue(name, value);
    this.sockets.publish(this.topic(type, name), { counter, codec: AttributeValue_5, content });
  }

  heartbeat(): void {
    this.sockets.heartbeat(this.channel);
  }

  /** Time goes on, and the server sends its heartbeats meanwhile. */
  beat(milliseconds: number): void {
    for (let left = milliseconds; left > 0; left -= 1000) {
      this.clock.tick(Math.min(left, 1000));
      this.heartbeat();
    }
  }

  /** The server ends: its connections are lost. */
  async stopServer(): Promise<void> {
    await this.#server.stop();
    this.sockets.drop();
  }

  /** The server is there again, at the same port. */
  async startServer(): Promise<void> {
    this.#server = await FakeServer.start(this.#server.port);
    this.#serve();
  }

  async stop(): Promise<void> {
    await this.context.close();
    await this.#server.stop();
  }

  #serve(): void {
    const device = this.#server.serve("a/b/c", this.idl, {
      ...this.#operations,
      _get_adm_name: () => "dserver/Fake/test",
    });
    const admin = this.#server.serve("dserver/fake/test", 6, {
      command_inout_4: (command, argin) => this.#execute(command, argin),
    });
    this.references = { device, admin };
  }

  #execute(command: string, argin: Any): Any {
    const argument = argin.extract(DevVarStringArray);
    this.commands.push([command, ...argument]);
    const answer = this.admin.get(command)?.(argument);
    if (answer !== undefined) return Any.of(DevVarLongStringArray, answer);
    if (command === "EventConfirmSubscription") return Any.EMPTY;
    if (command !== "ZmqEventSubscriptionChange") {
      throw deviceError("API_CommandNotFound", `Command ${command} not found`);
    }
    const [, name, , type] = argument;
    const names =
      this.release < 930 ? [] : [this.topic(type as EventType, name), this.channel.replace("#dbase=no", "")];
    return Any.of(DevVarLongStringArray, {
      lvalue: [this.release, this.idl, 1000, 0, 0, 435],
      svalue: [...this.endpoints, ...names],
    });
  }
}

/** A double as devices of IDL 5 send it. */
export function doubleValue(name: string, value: number) {
  return {
    value: { kind: "double_att_value", value: [value] },
    quality: "ATTR_VALID",
    data_format: "SCALAR",
    data_type: 5,
    time: { tv_sec: 1_700_000_000, tv_usec: 5, tv_nsec: 0 },
    name,
    r_dim: { dim_x: 1, dim_y: 0 },
    w_dim: { dim_x: 0, dim_y: 0 },
    err_list: [],
  } as const;
}
