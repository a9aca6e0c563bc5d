import { Any } from "../../src/giop/idl/any.ts";
import type { Interface } from "../../src/giop/idl/interface.ts";
import { Orb } from "../../src/iiop/orb.ts";
import type { ServantOf } from "../../src/iiop/servant.ts";
import type { IdlVersion } from "../../src/tango/client/connected-device.ts";
import { DevFailed as DevFailedException } from "../../src/tango/idl/dev-error.ts";
import { Device, Device_2, Device_3, Device_4, Device_5, Device_6 } from "../../src/tango/idl/device.ts";
import { OrbContext } from "../../src/threading/orb-context.ts";

/** What a test overrides of a fake device: any operation of Device to Device_6. */
export type DeviceOperations = Partial<ServantOf<typeof Device_6>>;

/** The interface of each generation. */
export const DEVICE_INTERFACES: Readonly<Record<IdlVersion, Interface>> = {
  1: Device,
  2: Device_2,
  3: Device_3,
  4: Device_4,
  5: Device_5,
  6: Device_6,
};

/** A call that a fake device got, and its arguments. */
export interface RecordedCall {
  readonly operation: string;
  readonly args: readonly unknown[];
}

/** A server of devices on an Orb of its own, which records every call. */
export class FakeServer {
  readonly orb: Orb;
  readonly port: number;
  readonly calls: RecordedCall[] = [];

  private constructor(orb: Orb, port: number) {
    this.orb = orb;
    this.port = port;
  }

  static async start(port = 0): Promise<FakeServer> {
    const orb = new Orb();
    const listener = await orb.listen({ port });
    return new FakeServer(orb, listener.port);
  }

  /** Serves a device of a generation under its name as key; gives its reference. */
  serve(name: string, idl: IdlVersion, operations: DeviceOperations = {}) {
    const definition = DEVICE_INTERFACES[idl];
    const servant: Record<string, unknown> = {};
    const all: Record<string, unknown> = { ...basicOperations(name, idl), ...operations };
    for (const operation of Object.keys(definition.operations)) {
      const method = all[operation];
      if (typeof method !== "function") continue;
      servant[operation] = (...args: unknown[]) => {
        this.calls.push({ operation, args: args.slice(0, -1) });
        return method(...args);
      };
    }
    return this.orb.activate(definition, servant as ServantOf<Interface>, name);
  }

  /** The name by which a client reaches a device of this server without a database. */
  nameOf(device: string): string {
    return `tango://127.0.0.1:${this.port}/${device}#dbase=no`;
  }

  /** The operations called since the last time this was asked, those of connecting left out. */
  takeOperations(): string[] {
    const operations = this.calls.map(({ operation }) => operation);
    this.calls.length = 0;
    return operations;
  }

  stop(): Promise<void> {
    return this.orb.destroy(new Error("the fake server was stopped"));
  }
}

/** The stack of an IDL DevFailed with one level. */
export function deviceError(reason: string, desc = reason): Error {
  return DevFailedException.create({ errors: [{ reason, severity: "ERR", desc, origin: "FakeDevice" }] });
}

/** A context whose Orb gives up early, so that tests of failures are short. */
export function testContext(): OrbContext {
  return new OrbContext({ connectTimeoutMs: 2000 });
}

/** A promise for tests, and how to settle it. */
export function deferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function basicOperations(name: string, idl: IdlVersion): DeviceOperations {
  const info = {
    dev_class: "Fake",
    server_id: "Fake/test",
    server_host: "here",
    server_version: idl,
    doc_url: "none",
    dev_type: "Uninitialised",
    version_info: [{ key: "idl", value: "6" }],
  };
  return {
    _get_name: () => name,
    _get_adm_name: () => "dserver/Fake/test",
    _get_description: () => "a fake",
    _get_state: () => "ON",
    _get_status: () => "well",
    ping: () => undefined,
    black_box: () => ["nothing"],
    info: () => info,
    info_3: () => info,
    info_6: () => info,
    command_inout: (_command, argin) => argin,
    command_inout_2: (_command, argin) => argin,
    command_inout_4: (_command, argin) => argin,
  };
}

/** The any without a value. */
export const NOTHING = Any.EMPTY;
