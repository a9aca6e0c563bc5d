import type { CallOptions } from "../../iiop/call-options.ts";
import { runInTrace } from "../../threading/trace.ts";
import type { DevFailed } from "../error/dev-failed.ts";
import { CommunicationFailed } from "../error/dev-failed-classes.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import type { DevVarLongStringArray } from "../idl/data-types.ts";
import { oneName } from "../naming/name-list.ts";
import type { CmdArgType } from "../value/cmd-arg-type.ts";
import { checkedLogLevel, type LogLevel } from "../value/log-level.ts";
import { withDeadline } from "./call-deadline.ts";
import { commandListQuery, executeTyped } from "./command-calls.ts";
import type { DeviceConnection } from "./device-connection.ts";
import { deviceInfo } from "./general-calls.ts";
import { LockStatus } from "./lock-status.ts";
import { type PolledKind, pollingPeriod } from "./polling-status.ts";

/** What can be asked of the admin device (`dserver/executable/instance`) of a device's server: its polling, its logging, its lock, and its release. */
export class AdminDevice {
  readonly #connect: (options: CallOptions | undefined) => Promise<DeviceConnection>;
  readonly #deviceName: () => string;
  #connection: DeviceConnection | null = null;

  /** `connect` makes the connection, when it is first needed, and may have to ask the device for the name. */
  constructor(
    connect: (options: CallOptions | undefined) => Promise<DeviceConnection>,
    deviceName: () => string,
  ) {
    this.#connect = connect;
    this.#deviceName = deviceName;
  }

  /** DevPollStatus: a text for each attribute and command that is polled. */
  async pollingStatus(options?: CallOptions): Promise<string[]> {
    return (await this.#execute("DevPollStatus", "DevString", this.#deviceName(), options)) as string[];
  }

  /** The polling period in milliseconds, 0 for one that is polled from outside, null for one that is not polled. */
  async period(kind: PolledKind, name: string, options?: CallOptions): Promise<number | null> {
    const wanted = oneName(name);
    return pollingPeriod(await this.pollingStatus(options), kind, wanted);
  }

  /** Polls an attribute or command every `period` milliseconds; changes the period of one that is polled already. */
  async poll(kind: PolledKind, name: string, period: number, options?: CallOptions): Promise<void> {
    const limited = withDeadline(options);
    const current = await this.period(kind, name, limited);
    if (current === period || current === 0) return;
    const command = current === null ? "AddObjPolling" : "UpdObjPollingPeriod";
    const argument = { lvalue: [period], svalue: [this.#deviceName(), kind, name] };
    await this.#execute(command, "DevVarLongStringArray", argument, limited);
  }

  /** Polls an attribute or command no more. */
  async stopPolling(kind: PolledKind, name: string, options?: CallOptions): Promise<void> {
    const argument = [this.#deviceName(), kind, name];
    await this.#execute("RemObjPolling", "DevVarStringArray", argument, options);
  }

  /** AddLoggingTarget: what the device logs goes there, too. */
  async addLoggingTarget(target: string, options?: CallOptions): Promise<void> {
    await this.#execute("AddLoggingTarget", "DevVarStringArray", [this.#deviceName(), target], options);
  }

  /** RemoveLoggingTarget: what the device logs goes there no more. */
  async removeLoggingTarget(target: string, options?: CallOptions): Promise<void> {
    await this.#execute("RemoveLoggingTarget", "DevVarStringArray", [this.#deviceName(), target], options);
  }

  /** GetLoggingTarget: where what the device logs goes. */
  async loggingTargets(options?: CallOptions): Promise<string[]> {
    return (await this.#execute("GetLoggingTarget", "DevString", this.#deviceName(), options)) as string[];
  }

  /** GetLoggingLevel: how much the device logs. */
  async loggingLevel(options?: CallOptions): Promise<LogLevel> {
    const levels = await this.#execute("GetLoggingLevel", "DevVarStringArray", [this.#deviceName()], options);
    const [level = Number.NaN] = (levels as DevVarLongStringArray).lvalue;
    return checkedLogLevel(level);
  }

  /** SetLoggingLevel: how much the device logs from now on. */
  async setLoggingLevel(level: LogLevel, options?: CallOptions): Promise<void> {
    if (typeof (level as unknown) !== "number")
      throw wrongArgument(`a level is one of LogLevel, as LogLevel.DEBUG, not ${describeArgument(level)}`);
    const argument = { lvalue: [level], svalue: [this.#deviceName()] };
    await this.#execute("SetLoggingLevel", "DevVarLongStringArray", argument, options);
  }

  /**
   * What tells the device from all others, however it is called by whom, and by which way it was found: the host of its server, as that calls
   * itself, the port, and the name of the device. Asked for anew each time, since a server may come up elsewhere.
   */
  async identity(options?: CallOptions): Promise<string> {
    const limited = withDeadline(options);
    const connection = await this.#connected(limited);
    const { serverHost } = await deviceInfo(connection, limited);
    const { address } = (await connection.connect(limited)).reference;
    return `${serverHost}${address.slice(address.lastIndexOf(":"))}/${this.#deviceName()}`;
  }

  /** LockDevice: for so many seconds, once more where this context has locked the device. */
  async lock(validity: number, options?: CallOptions): Promise<void> {
    const argument = { lvalue: [validity], svalue: [this.#deviceName()] };
    await this.#execute("LockDevice", "DevVarLongStringArray", argument, options);
  }

  /** ReLockDevices: this context still is there, and wants to keep the lock. */
  async relock(options?: CallOptions): Promise<void> {
    await this.#execute("ReLockDevices", "DevVarStringArray", [this.#deviceName()], options);
  }

  /**
   * UnLockDevice: takes `times` lockings of this context back, or with `force` all, whose ever they are. Gives how many remain, as far as
   * the server tells: it says 0 where `times` is more than 1.
   */
  async unlock(force: boolean, times: number, options?: CallOptions): Promise<number> {
    const argument = this.#unlocking(force, times);
    return (await this.#execute("UnLockDevice", "DevVarLongStringArray", argument, options)) as number;
  }

  /** The same without force, sent before this returns, where there is a connection; nobody hears what becomes of it. */
  unlockUnheard(times: number): void {
    if (!this.#connection?.isConnected) return;
    const argument = this.#unlocking(false, times);
    untraced(this.#connection, "UnLockDevice", "DevVarLongStringArray", argument, undefined).catch(
      () => undefined,
    );
  }

  /** DevLockStatus: who holds the lock of the device. */
  async lockStatus(options?: CallOptions): Promise<LockStatus> {
    const answer = await this.#execute("DevLockStatus", "DevString", this.#deviceName(), options);
    return new LockStatus(answer as DevVarLongStringArray);
  }

  /** The release of the server's Tango library, as far as it shows: 1000 for 10.x, 902 for 9.x (as cppTango 10 tells). */
  async tangoLibVersion(options?: CallOptions): Promise<number> {
    const limited = withDeadline(options);
    const connection = await this.#connected(limited);
    const { idl } = await connection.connect(limited);
    switch (idl) {
      case 1:
        return 100;
      case 2:
        return 200;
      case 5:
        return 902;
      case 6:
        return 1000;
    }
    const commands = new Set((await commandListQuery(connection, limited)).map(({ cmdName }) => cmdName));
    if (idl === 3) return commands.has("QueryWizardClassProperty") ? 520 : 500;
    if (commands.has("EventConfirmSubscription")) return 810;
    return commands.has("ZmqEventSubscriptionChange") ? 800 : 700;
  }

  /** A connection of its own to the admin device, whose name the device is asked for anew. */
  connectAnew(options: CallOptions | undefined): Promise<DeviceConnection> {
    return this.#connect(options);
  }

  /**
   * Executes a command; once more where the connection was lost or the answer is late, as cppTango does for the admin device. Those of locks are
   * not repeated where the answer is only late.
   */
  async #execute(
    command: string,
    type: CmdArgType,
    argument: unknown,
    options: CallOptions | undefined,
  ): Promise<unknown> {
    const limited = withDeadline(options);
    const connection = await this.#connected(limited);
    try {
      return await untraced(connection, command, type, argument, limited);
    } catch (error) {
      if (!(error instanceof CommunicationFailed) || error.reason === "API_CallAborted") throw error;
      if (LOCKING.has(command) && isLate(error)) throw error;
      return untraced(connection, command, type, argument, limited);
    }
  }

  #unlocking(force: boolean, times: number) {
    return { lvalue: [force ? 1 : 0], svalue: Array<string>(times).fill(this.#deviceName()) };
  }

  async #connected(options: CallOptions | undefined): Promise<DeviceConnection> {
    const connection = this.#connection ?? (await this.#connect(options));
    // Of several that were asked for at a time the first stays: a lock is given back over that by which it was taken.
    this.#connection ??= connection;
    return this.#connection;
  }
}

/** Locks are held by who a client is without a trace: see ContextIdent. */
function untraced(...call: Parameters<typeof executeTyped>): Promise<unknown> {
  return runInTrace(null, () => executeTyped(...call));
}

function isLate({ errors }: DevFailed): boolean {
  return errors.some(({ reason }) => reason === "API_DeviceTimedOut");
}

/** The server counts how often the first two were called, and who sends the third does so again by itself. */
const LOCKING: ReadonlySet<string> = new Set(["LockDevice", "UnLockDevice", "ReLockDevices"]);
