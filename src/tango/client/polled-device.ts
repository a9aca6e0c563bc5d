import type { CallOptions } from "../../iiop/call-options.ts";
import type { AdminDevice } from "./admin-device.ts";
import { Connection } from "./connection.ts";

/** The part of a DeviceProxy that controls polling, which the admin device of the device's server does. */
export abstract class PolledDevice extends Connection {
  protected abstract get admin(): AdminDevice;

  /** Has its server read an attribute every `period` milliseconds. Does nothing for one that the server's own code triggers. */
  pollAttribute(name: string, period: number, options?: CallOptions): Promise<void> {
    return this.admin.poll("attribute", name, period, options);
  }

  /** Has its server execute a command every `period` milliseconds. Does nothing for one that the server's own code triggers. */
  pollCommand(command: string, period: number, options?: CallOptions): Promise<void> {
    return this.admin.poll("command", command, period, options);
  }

  /** Ends the polling of an attribute. */
  stopPollAttribute(name: string, options?: CallOptions): Promise<void> {
    return this.admin.stopPolling("attribute", name, options);
  }

  /** Ends the polling of a command. */
  stopPollCommand(command: string, options?: CallOptions): Promise<void> {
    return this.admin.stopPolling("command", command, options);
  }

  /** Whether an attribute is polled. */
  async isAttributePolled(name: string, options?: CallOptions): Promise<boolean> {
    return (await this.admin.period("attribute", name, options)) !== null;
  }

  /** Whether a command is polled. */
  async isCommandPolled(command: string, options?: CallOptions): Promise<boolean> {
    return (await this.admin.period("command", command, options)) !== null;
  }

  /** The polling period of an attribute in milliseconds; 0 for one that is not polled. */
  async getAttributePollPeriod(name: string, options?: CallOptions): Promise<number> {
    return (await this.admin.period("attribute", name, options)) ?? 0;
  }

  /** The polling period of a command in milliseconds; 0 for one that is not polled. */
  async getCommandPollPeriod(command: string, options?: CallOptions): Promise<number> {
    return (await this.admin.period("command", command, options)) ?? 0;
  }

  /** A text for each attribute and command that is polled, as the server words it. */
  pollingStatus(options?: CallOptions): Promise<string[]> {
    return this.admin.pollingStatus(options);
  }
}
