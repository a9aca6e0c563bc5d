import type { SerialModel } from "../../threading/serial-model.ts";
import type { Monitor } from "../../threading/serialization-monitor.ts";
import type { DeviceHooks } from "./device-hooks.ts";
import type { ServerEventsSnapshot } from "./event/server-events.ts";

/**
 * What a device, or the program around it, can know and do of its server: `this.getUtil()` in a device, `server.util` of a DeviceServer. Named
 * as PyTango's Util, but every server of a process has one of its own.
 */
export interface Util {
  /** `PowerSupply/lab`. */
  getDsName(): string;
  /** `PowerSupply`. */
  getDsExecName(): string;
  /** `lab`. */
  getDsInstName(): string;
  /** The name of this host, in lower case. */
  getHostName(): string;
  /** The process id. */
  getPid(): number;
  /** The generation of the interface that devices here have: 6. */
  getTangoLibRelease(): number;
  /** What is called one at a time. */
  getSerialModel(): SerialModel;
  /** Whether it has a Tango database. */
  isUsingDatabase(): boolean;
  /** Whether it is still starting. */
  isSvrStarting(): boolean;
  /** Whether its end has begun. */
  isSvrShuttingDown(): boolean;
  /** The names of its classes. */
  getClassList(): string[];
  /** All its devices, without the admin device. */
  getDeviceList(): DeviceHooks[];
  /** Its devices of one class. Throws API_ClassNotFound where it has no such class. */
  getDeviceListByClass(className: string): DeviceHooks[];
  /** One of its devices, whatever the case of the name. Throws API_DeviceNotFound. */
  getDeviceByName(name: string): DeviceHooks;
  /** The admin device. */
  getDserverDevice(): DeviceHooks;
  /** The reference of a device, as text. Throws API_DeviceNotFound, also for one that could not be restarted. */
  getDeviceIor(name: string): string;
  /** The monitor under which a device is called: `run` does work that no call of the device disturbs. Throws API_DeviceNotFound. */
  getMonitor(device: string): Monitor;
  /**
   * Makes a new device of one of its classes, and serves it; with a database it is defined there. Rejects with API_ClassNotFound, with
   * API_MethodArgument where there is such a device already, and with API_StartupSequence while the server ends.
   */
  createDevice(className: string, device: string): Promise<void>;
  /**
   * Ends a device for good: with a database, it and its properties are deleted there. Rejects with API_DeviceNotFound, and as the database does:
   * it has ended then, and can be deleted again.
   */
  deleteDevice(device: string): Promise<void>;
  /** Ends a device and makes it anew, with what the database has of it now. Rejects with API_DeviceNotFound, and as the database does. */
  restartDevice(device: string): Promise<void>;
  /**
   * Polls a triggered attribute now: one that is polled with period 0. Rejects as the polling does: API_DeviceNotPolled,
   * API_PollObjNotFound, API_NotSupported.
   */
  triggerAttrPolling(device: string, attribute: string): Promise<void>;
  /** Polls a triggered command now. */
  triggerCmdPolling(device: string, command: string): Promise<void>;
  /** Whether an alarm event goes along with the change events that devices push of attributes whose alarm events they do not push themselves. */
  isAutoAlarmOnChangeEvent(): boolean;
  /** Says whether it does; true unless the property AutoAlarmOnChangeEvent of CtrlSystem says otherwise. */
  setAutoAlarmOnChangeEvent(isOn: boolean): void;
  /** What its events are doing: sockets, heartbeats, subscriptions, how many were sent. */
  queryEventSystem(): ServerEventsSnapshot;
  /** Tells the database that none of its devices runs any more. */
  unregisterServer(): Promise<void>;
  /** Ends the server, as the command Kill does. Resolves at once: the end waits for the call that it may be made in. */
  shutdown(): void;
}
