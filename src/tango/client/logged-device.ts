import type { CallOptions } from "../../iiop/call-options.ts";
import type { LogLevel } from "../value/log-level.ts";
import { PolledDevice } from "./polled-device.ts";

/** The part of a DeviceProxy that controls what its device logs, which the admin device of the device's server does. */
export abstract class LoggedDevice extends PolledDevice {
  /**
   * Has the device log to one more target: `console::cout`, `file::/tmp/device.log`, `device::my/log/consumer`; `console` and `file` alone
   * are targets of the server's choice. API_MethodArgument for what is none.
   */
  addLoggingTarget(target: string, options?: CallOptions): Promise<void> {
    return this.admin.addLoggingTarget(target, options);
  }

  /** Has the device log to a target no more; `file::*` stands for all of a type. Does nothing for a target that it does not log to. */
  removeLoggingTarget(target: string, options?: CallOptions): Promise<void> {
    return this.admin.removeLoggingTarget(target, options);
  }

  /** The targets that the device logs to: `["console::cout"]`. */
  getLoggingTarget(options?: CallOptions): Promise<string[]> {
    return this.admin.loggingTargets(options);
  }

  /** How much the device logs. */
  getLoggingLevel(options?: CallOptions): Promise<LogLevel> {
    return this.admin.loggingLevel(options);
  }

  /** Sets how much the device logs: `LogLevel.DEBUG`. API_MethodArgument for a number that is no level. */
  setLoggingLevel(level: LogLevel, options?: CallOptions): Promise<void> {
    return this.admin.setLoggingLevel(level, options);
  }
}
