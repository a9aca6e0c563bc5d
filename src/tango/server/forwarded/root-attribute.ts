import type { OrbContext } from "../../../threading/orb-context.ts";
import { DeviceProxy } from "../../client/device-proxy.ts";
import { devError } from "../../error/dev-error.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { AttrConfEvent } from "../../event/data/attr-conf-event.ts";
import type { AttributeEvent } from "../../event/data/attribute-event.ts";
import type { DataReadyEvent } from "../../event/data/data-ready-event.ts";
import type { EventType } from "../../event/message/event-type.ts";
import type { DevSource } from "../../idl/enums.ts";
import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";

/** The events that an attribute may have: those of its device are no matter of forwarding. */
export type RootEventType = Exclude<EventType, "pipe" | "intr_change">;

/** An event of a root. */
export type RootEvent = AttributeEvent | AttrConfEvent | DataReadyEvent;

/** Where the root of a forwarded attribute is. */
export interface RootName {
  /** The device, by a name that a DeviceProxy takes. */
  readonly device: string;
  /** The attribute, in lower case. */
  readonly attribute: string;
  /** The device as clients are told of it, in lower case: `tango://host:port/domain/family/member`, without host in a server without database. */
  readonly fullDevice: string;
}

/** The attribute of another device that a forwarded attribute stands for: reached by a DeviceProxy in the context of the server. */
export class RootAttribute {
  readonly name: string;
  readonly fullDevice: string;
  readonly #device: DeviceProxy;
  /** By which it is read, by where values are taken from: calls that go on at a time may want it differently. */
  readonly #readers = new Map<DevSource, DeviceProxy>();
  readonly #makeReader: (source: DevSource) => DeviceProxy;
  #source: DevSource = "CACHE_DEV";
  #info: AttributeInfoEx | undefined;

  /** Nothing is sent. Throws where the name of the device is not well formed, or there is no TANGO_HOST. */
  constructor({ device, attribute, fullDevice }: RootName, context: OrbContext) {
    this.name = attribute;
    this.fullDevice = fullDevice;
    this.#device = new DeviceProxy(device, { context });
    this.#readers.set("CACHE_DEV", this.#device);
    this.#makeReader = (source) => new DeviceProxy(device, { context, source });
  }

  /** As clients are told of it: `tango://host:port/domain/family/member/attribute`. */
  get fullName(): string {
    return `${this.fullDevice}/${this.name}`;
  }

  /** The generation of its device. */
  getIdlVersion(): Promise<number> {
    return this.#device.getIdlVersion();
  }

  /** Its configuration as it was when it was last asked for. */
  get info(): AttributeInfoEx {
    return this.#info!;
  }

  /** Asks for its configuration. */
  async refresh(): Promise<AttributeInfoEx> {
    this.#info = await this.#device.attributeQuery(this.name);
    return this.#info;
  }

  /** Notes a configuration of which its device told. */
  set info(info: AttributeInfoEx) {
    this.#info = info;
  }

  /** Changes its configuration. */
  configure(info: AttributeInfoEx): Promise<void> {
    return this.#device.setAttributeConfig(info);
  }

  /** Where the next value is taken from: as the client of the forwarded attribute wants it. */
  set source(source: DevSource) {
    this.#source = source;
  }

  /** Reads it. Adds a level API_AttributeFailed to errors. */
  read(): Promise<DeviceAttribute> {
    const reader = this.#readers.get(this.#source) ?? this.#makeReader(this.#source);
    this.#readers.set(this.#source, reader);
    return this.#forward("Reading", reader.readAttribute(this.name));
  }

  /** Writes it. Adds a level API_AttributeFailed to errors. */
  write(value: unknown): Promise<void> {
    const { dataType, dataFormat, enumLabels } = this.info;
    const target = { name: this.name, dataType, dataFormat, enumLabels };
    return this.#forward("Writing", this.#device.writeAttribute(target, value as never));
  }

  /** The last `depth` values that polling recorded of it, the oldest first. */
  history(depth: number): Promise<DeviceAttribute[]> {
    return this.#device.attributeHistory(this.name, depth);
  }

  /**
   * Subscribes to its events, from the next one on; gives the id of the subscription. Rejects with EventSystemFailed, as every subscription,
   * where its device does not want to send them.
   */
  subscribe(type: RootEventType, callback: (event: RootEvent) => void): Promise<number> {
    const options = { subMode: "Sync" } as const;
    if (type === "attr_conf") return this.#device.subscribeEvent(this.name, type, callback, options);
    if (type === "data_ready") return this.#device.subscribeEvent(this.name, type, callback, options);
    return this.#device.subscribeEvent(this.name, type, callback, options);
  }

  /** Ends a subscription. */
  unsubscribe(id: number): void {
    this.#device.unsubscribeEvent(id);
  }

  async #forward<T>(action: string, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      const desc = `${action} root attribute ${this.name} on device ${this.fullDevice} failed!`;
      throw toDevFailed(error).withLevel(devError("API_AttributeFailed", desc, "RootAttribute"));
    }
  }
}
