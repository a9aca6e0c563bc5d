import { SystemException } from "../../../giop/exception/system-exception.ts";
import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import type { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { DevInfo, DevInfo_3, DevInfo_6 } from "../../idl/dev-info.ts";
import type { DevState } from "../../idl/enums.ts";
import { adminDeviceName, serverName } from "../../naming/server-identity.ts";
import { type Awaitable, andThen, orElse } from "../awaitable.ts";
import type { DeviceInterfaceAttribute } from "../call/black-box.ts";
import { Caller } from "../call/caller.ts";
import { IDL_VERSION } from "../library-versions.ts";
import { Answering, DeviceEndedError, raising } from "./answering.ts";

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

  /** In the place of a DevFailed cppTango gives a text as the status. */
  _get_status(context: InvocationContext): Awaitable<string> {
    return this.#ask(
      "status",
      context,
      () => this.served.device.devStatus(),
      ({ reason }) =>
        reason === "API_CommandTimedOut"
          ? "Not able to acquire device monitor"
          : "Got exception    when trying to build device status",
    );
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
    return raising("black_box", async () => {
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

  /**
   * A CORBA attribute can raise system exceptions only: `instead` says what to give for a DevFailed, and all else goes in IMP_LIMIT, as from
   * cppTango.
   */
  #ask<T>(
    name: DeviceInterfaceAttribute,
    context: InvocationContext,
    work: () => Awaitable<T>,
    instead?: (error: DevFailed) => T,
  ): Awaitable<T> {
    this.#record(name, context);
    const { device, monitor } = this.served;
    return orElse(
      () =>
        this.enter(context, () =>
          monitor.run(`attribute ${name} of the device`, () => andThen(device.alwaysExecutedHook(), work)),
        ),
      (cause) => {
        if (cause instanceof DeviceEndedError) throw cause.toSystemException();
        const failure = toDevFailed(cause);
        const isOther = failure.reason === "API_StdException";
        if (instead !== undefined && !isOther) return instead(failure);
        const minor =
          failure.reason === "API_CommandTimedOut" ? TIMED_OUT : isOther ? THREW_OTHER : THREW_DEV_FAILED;
        throw new SystemException("IMP_LIMIT", minor, { detail: `reading ${name} failed`, cause });
      },
    );
  }
}

// The minor codes by which cppTango says why the method for a CORBA attribute failed (tango_const.h, TG_IMP_MINOR_...).
/** The device was busy for too long. */
const TIMED_OUT = 10;
/** It threw a DevFailed. */
const THREW_DEV_FAILED = 11;
/** It threw something else. */
const THREW_OTHER = 12;
