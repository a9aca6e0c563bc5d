import { SystemException } from "../../../giop/exception/system-exception.ts";
import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import type { DevInfo, DevInfo_3, DevInfo_6 } from "../../idl/dev-info.ts";
import type { DevState } from "../../idl/enums.ts";
import { type Awaitable, andThen, orElse } from "../awaitable.ts";
import type { DeviceInterfaceAttribute } from "../call/black-box.ts";
import { Caller } from "../call/caller.ts";
import { adminDeviceName, serverName } from "../database/server-identity.ts";
import { Answering, raising } from "./answering.ts";

/** The operations that tell what a device is and how it is. */
export class GeneralOperations extends Answering {
  _get_name(context: InvocationContext): string {
    this.#record("name", context);
    return this.served.name;
  }

  _get_description(context: InvocationContext): string {
    this.#record("description", context);
    return this.served.description;
  }

  _get_adm_name(context: InvocationContext): string {
    this.#record("adm_name", context);
    return adminDeviceName(this.served.server.identity);
  }

  _get_state(context: InvocationContext): Awaitable<DevState> {
    return this.#ask("state", context, () => this.served.device.devState());
  }

  _get_status(context: InvocationContext): Awaitable<string> {
    return this.#ask("status", context, () => this.served.device.devStatus());
  }

  ping(context: InvocationContext): Awaitable<void> {
    return this.answer(context, null, undefined, () => undefined);
  }

  info(context: InvocationContext): Awaitable<InputOf<typeof DevInfo>> {
    return this.answer(context, null, undefined, () => this.#info());
  }

  info_3(context: InvocationContext): Awaitable<InputOf<typeof DevInfo_3>> {
    return this.answer(context, null, undefined, () => ({
      ...this.#info(),
      dev_type: this.served.deviceClass.type,
    }));
  }

  info_6(context: InvocationContext): Awaitable<InputOf<typeof DevInfo_6>> {
    return this.answer(context, null, undefined, () => ({
      ...this.#info(),
      dev_type: this.served.deviceClass.type,
      version_info: [...this.served.versionInfo].map(([key, value]) => ({ key, value })),
    }));
  }

  black_box(count: number, context: InvocationContext): Awaitable<string[]> {
    // It shows what was before, and a refused one is not recorded, as by cppTango.
    const { blackBox, server } = this.served;
    return raising(async () => {
      const lines = await blackBox.lines(count, server.hosts);
      blackBox.insertOperation("black_box", new Caller(context.peer, null));
      return lines;
    });
  }

  #info(): InputOf<typeof DevInfo> {
    const { deviceClass, server } = this.served;
    return {
      dev_class: deviceClass.name,
      server_id: serverName(server.identity),
      server_host: server.hostName,
      server_version: IDL_VERSION,
      doc_url: deviceClass.docUrl,
    };
  }

  #record(attribute: DeviceInterfaceAttribute, context: InvocationContext): void {
    this.served.blackBox.insertAttribute(attribute, new Caller(context.peer, null));
  }

  /** A CORBA attribute can raise system exceptions only: an error goes in IMP_LIMIT, as from cppTango. */
  #ask<T>(
    name: DeviceInterfaceAttribute,
    context: InvocationContext,
    work: () => Awaitable<T>,
  ): Awaitable<T> {
    this.#record(name, context);
    const { device, monitor } = this.served;
    return orElse(
      () =>
        this.enter(context, () =>
          monitor.run(`attribute ${name} of the device`, () => andThen(device.alwaysExecutedHook(), work)),
        ),
      (cause) => {
        throw new SystemException("IMP_LIMIT", THREW_DEV_FAILED, { detail: `reading ${name} failed`, cause });
      },
    );
  }
}

/** The interface that devices here have. */
const IDL_VERSION = 6;

/** The minor code by which cppTango says that the method for a CORBA attribute threw a DevFailed. */
const THREW_DEV_FAILED = 11;
