import { serverName } from "../naming/server-identity.ts";
import type { AdministeredServer } from "./admin/administered-server.ts";
import type { DeviceHooks } from "./device-hooks.ts";
import { IDL_VERSION } from "./library-versions.ts";
import type { ServedDevice } from "./served-device.ts";
import type { Util } from "./server-util.ts";

/** The Util of a server that runs. */
export function utilOf(server: AdministeredServer): Util {
  const { identity, devices } = server;
  const isOrdinary = (served: ServedDevice) => served !== server.adminDevice;
  const objectOf = ({ device }: ServedDevice): DeviceHooks => device;
  const inScope = <T>(work: () => T): T => server.environment.scope.run(work);
  return {
    getDsName: () => serverName(identity),
    getDsExecName: () => identity.executable,
    getDsInstName: () => identity.instance,
    getHostName: () => server.environment.hostName,
    getPid: () => process.pid,
    getTangoLibRelease: () => IDL_VERSION,
    getSerialModel: () => server.serialModel,
    isUsingDatabase: () => server.environment.database.kind === "database",
    isSvrStarting: () => server.environment.opening !== null,
    isSvrShuttingDown: () => server.isStopping,
    getClassList: () => server.classes.map(({ name }) => name),
    getDeviceList: () => [...devices].filter(isOrdinary).map(objectOf),
    getDeviceListByClass: (className) => devices.ofClass(server.classNamed(className).name).map(objectOf),
    getDeviceByName: (name) => objectOf(devices.get(name)),
    getDserverDevice: () => objectOf(server.adminDevice),
    getDeviceIor: (name) => server.referenceOf(devices.get(name)),
    getMonitor: (device) => devices.get(device).monitor,
    createDevice: (className, device) => inScope(() => server.createDevice(className, device)),
    deleteDevice: (device) => inScope(() => server.deleteDevice(device)),
    restartDevice: (device) => inScope(() => server.restartDevice(device)),
    triggerAttrPolling: (device, attribute) => devices.get(device).polling.trigger("attribute", attribute),
    triggerCmdPolling: (device, command) => devices.get(device).polling.trigger("command", command),
    isAutoAlarmOnChangeEvent: () => server.environment.events.autoAlarm,
    setAutoAlarmOnChangeEvent(isOn) {
      server.environment.events.autoAlarm = isOn;
    },
    queryEventSystem: () => server.environment.events.snapshot(),
    unregisterServer: () => server.environment.database.unexportServer(),
    shutdown: () => server.kill(),
  };
}
