import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { DeviceProxy, type DeviceProxyOptions } from "../device-proxy.ts";
import type { MemberOutcome } from "./group-reply.ts";

/** A device in a group. As in cppTango it is one under any name, even a malformed one: that fails when it is called. */
export class GroupDevice {
  /** As it was given. */
  readonly name: string;
  isEnabled = true;
  readonly #proxy: DeviceProxy | DevFailed;

  constructor(name: string, options: DeviceProxyOptions) {
    this.name = name;
    this.#proxy = proxyOf(name, options);
  }

  /** Throws why no proxy can have this name: WrongNameSyntax, or API_TangoHostNotSet. */
  get proxy(): DeviceProxy {
    if (this.#proxy instanceof DevFailed) throw this.#proxy;
    return this.#proxy;
  }

  /** Sets the time limit of its calls from now on; a device that has no proxy needs none. */
  setTimeoutMillis(timeoutMs: number): void {
    if (!(this.#proxy instanceof DevFailed)) this.#proxy.setTimeoutMillis(timeoutMs);
  }

  /** Calls it, if it is enabled. Never rejects. */
  call<T>(call: (proxy: DeviceProxy) => Promise<T>): Promise<MemberOutcome<T>> {
    return this.isEnabled ? this.callAnyway(call) : Promise.resolve("disabled");
  }

  /** Calls it, enabled or not. Never rejects. */
  async callAnyway<T>(
    call: (proxy: DeviceProxy) => Promise<T>,
  ): Promise<Exclude<MemberOutcome<T>, "disabled">> {
    try {
      return { data: await call(this.proxy) };
    } catch (error) {
      return { error: toDevFailed(error, "GroupDevice.call()") };
    }
  }
}

function proxyOf(name: string, options: DeviceProxyOptions): DeviceProxy | DevFailed {
  try {
    return new DeviceProxy(name, options);
  } catch (error) {
    // Wrong options are a mistake of the program, which no reply has to carry.
    if (error instanceof DevFailed) return error;
    throw error;
  }
}
