import {
  type AttrDataFormat,
  type AttributeInfoEx,
  type AttributeInput,
  AttributeProxy,
  type CmdArgType,
  type CommandInput,
  Database,
  DeviceProxy,
  type DevSource,
} from "../../../src/index.ts";
import { executeTyped } from "../../../src/tango/client/command-calls.ts";
import type { Json } from "./scenario.ts";
import { camelCased, valueFrom, viewedInfo, viewedReading, viewedRecord, viewedValue } from "./view-value.ts";

// The calls of a scenario as our client makes them, by PyTango's names: the counterpart of CALLS in view.py.

/** The arguments of all calls; each call is given those that the scenario has for it. */
export interface CallArgs {
  readonly attribute: string;
  readonly alias: string;
  readonly changes: Readonly<Record<string, Json>>;
  readonly class_name: string;
  readonly data_format: AttrDataFormat;
  readonly depth: number;
  readonly device: string;
  readonly filter: string;
  readonly host: string;
  readonly ior: string;
  readonly millis: number;
  readonly n: number;
  readonly name: string;
  readonly names: readonly string[];
  readonly object: string;
  readonly period: number;
  readonly pid: number;
  readonly port: number;
  readonly server: string;
  readonly source: DevSource;
  readonly type: CmdArgType;
  readonly value: Json;
  readonly values: never;
  readonly version: string;
}

type DeviceCall = (device: DeviceProxy, args: CallArgs) => Promise<Json>;
type DatabaseCall = (database: Database, args: CallArgs) => Promise<Json>;

/** A proxy that sends an argument of any type to a command, as PyTango's command_inout_raw does. */
class RawProxy extends DeviceProxy {
  execute(command: string, type: CmdArgType, value: unknown): Promise<unknown> {
    return executeTyped(this.connection, command, type, value, undefined);
  }
}

export const DEVICE_CALLS: Readonly<Record<string, DeviceCall>> = {
  connect: async (p) => ({ dev_name: p.devName() }),
  name: (p) => p.name(),
  dev_name: async (p) => p.devName(),
  adm_name: (p) => p.admName(),
  description: (p) => p.description(),
  alias: (p) => p.alias(),
  state: (p) => p.state(),
  status: (p) => p.status(),
  info: async (p) => {
    const { devClass, devType, docUrl, serverHost, serverId, serverVersion, versionInfo } = await p.info();
    return {
      dev_class: devClass,
      dev_type: devType,
      doc_url: docUrl,
      server_host: serverHost,
      server_id: serverId,
      server_version: serverVersion,
      // PyTango 9 does not know the field.
      version_info: serverVersion < 6 ? null : versionInfo,
    };
  },
  ping: (p) => p.ping(),
  get_idl_version: (p) => p.getIdlVersion(),
  black_box: (p, { n }) => p.blackBox(n),
  get_timeout_millis: async (p) => p.getTimeoutMillis(),
  set_timeout_millis: async (p, { millis }) => nothing(p.setTimeoutMillis(millis)),
  get_source: async (p) => p.getSource(),
  set_source: async (p, { source }) => nothing(p.setSource(source)),

  get_attribute_list: (p) => p.getAttributeList(),
  attribute_list_query: async (p) => (await p.attributeListQuery()).map(viewedInfo),
  get_attribute_config: async (p, { names }) => (await p.getAttributeConfig(names)).map(viewedInfo),
  set_attribute_config: async (p, { name, changes }) => {
    const [info] = await p.getAttributeConfig([name]);
    return nothing(await p.setAttributeConfig(changed(info!, changes) as AttributeInfoEx));
  },
  read_attribute: async (p, { name }) => viewedReading(await p.readAttribute(name)),
  read_attributes: async (p, { names }) => (await p.readAttributes(names)).map(viewedReading),
  write_attribute: async (p, { name, type, value }) =>
    nothing(await p.writeAttribute(name, valueFrom(type, value) as AttributeInput)),
  write_attribute_as: async (p, { name, type, data_format, value }) => {
    const target = { name, dataType: type, dataFormat: data_format };
    return nothing(await p.writeAttribute(target, valueFrom(type, value) as AttributeInput));
  },
  write_attributes: async (p, { values }) => nothing(await p.writeAttributes(pairs(values))),
  write_read_attribute: async (p, { name, type, value }) =>
    viewedReading(await p.writeReadAttribute(name, valueFrom(type, value) as AttributeInput)),
  write_read_attributes: async (p, { values, names }) =>
    (await p.writeReadAttributes(pairs(values), names)).map(viewedReading),
  attribute_proxy: async (_, { attribute }) => {
    const proxy = await AttributeProxy.connect(attribute);
    return { name: await proxy.name(), dev_name: (await proxy.getDeviceProxy()).devName() };
  },

  get_command_list: (p) => p.getCommandList(),
  command_list_query: async (p) => (await p.commandListQuery()).map(viewedInfo),
  command_query: async (p, { name }) => viewedInfo(await p.commandQuery(name)),
  command_inout: async (p, { name, type, value }) => {
    const inType = type === undefined ? undefined : ((await inTypeOf(p, name)) ?? type);
    const result =
      type === undefined
        ? await p.commandInout(name)
        : type === inType
          ? await p.commandInout(name, valueFrom(type, value) as CommandInput)
          : await new RawProxy(p.devName()).execute(name, type, valueFrom(type, value));
    const { outType } = await p.commandQuery(name);
    return { type: outType, value: viewedValue(outType, result) };
  },

  poll_attribute: async (p, { name, period }) => nothing(await p.pollAttribute(name, period)),
  poll_command: async (p, { name, period }) => nothing(await p.pollCommand(name, period)),
  stop_poll_attribute: async (p, { name }) => nothing(await p.stopPollAttribute(name)),
  stop_poll_command: async (p, { name }) => nothing(await p.stopPollCommand(name)),
  is_attribute_polled: (p, { name }) => p.isAttributePolled(name),
  is_command_polled: (p, { name }) => p.isCommandPolled(name),
  get_attribute_poll_period: (p, { name }) => p.getAttributePollPeriod(name),
  get_command_poll_period: (p, { name }) => p.getCommandPollPeriod(name),
  polling_status: (p) => p.pollingStatus(),
  wait_attribute_history: (p, { name, depth }) => filled(() => p.attributeHistory(name, depth), depth),
  wait_command_history: (p, { name, depth }) => filled(() => p.commandHistory(name, depth), depth),
  attribute_history: async (p, { name, depth }) => (await p.attributeHistory(name, depth)).map(viewedReading),
  command_history: async (p, { name, depth }) => (await p.commandHistory(name, depth)).map(viewedRecord),

  get_property: (p, { names }) => p.getProperty(names),
  put_property: async (p, { values }) => nothing(await p.putProperty(values)),
  delete_property: async (p, { names }) => nothing(await p.deleteProperty(names)),
  get_property_list: (p, { filter }) => p.getPropertyList(filter),
  database_connect: async (_, { host, port }) => {
    const database = new Database(host, port);
    await database.reconnect();
    return database.getDbPort();
  },
};

export const DATABASE_CALLS: Readonly<Record<string, DatabaseCall>> = {
  db_get_info: (d) => d.getInfo(),
  db_get_device_property: (d, { device, names }) => d.getDeviceProperty(device, names),
  db_put_device_property: async (d, { device, values }) => nothing(await d.putDeviceProperty(device, values)),
  db_delete_device_property: async (d, { device, names }) =>
    nothing(await d.deleteDeviceProperty(device, names)),
  db_get_device_property_list: (d, { device, filter }) => d.getDevicePropertyList(device, filter),
  db_get_class_property: (d, { class_name, names }) => d.getClassProperty(class_name, names),
  db_put_class_property: async (d, { class_name, values }) =>
    nothing(await d.putClassProperty(class_name, values)),
  db_delete_class_property: async (d, { class_name, names }) =>
    nothing(await d.deleteClassProperty(class_name, names)),
  db_get_class_property_list: (d, { class_name }) => d.getClassPropertyList(class_name),
  db_get_property: (d, { object, names }) => d.getProperty(object, names),
  db_put_property: async (d, { object, values }) => nothing(await d.putProperty(object, values)),
  db_delete_property: async (d, { object, names }) => nothing(await d.deleteProperty(object, names)),
  db_get_object_list: (d, { filter }) => d.getObjectList(filter),
  db_get_object_property_list: (d, { object, filter }) => d.getObjectPropertyList(object, filter),
  db_get_device_attribute_property: (d, { device, names }) => d.getDeviceAttributeProperty(device, names),
  db_put_device_attribute_property: async (d, { device, values }) =>
    nothing(await d.putDeviceAttributeProperty(device, values)),
  db_delete_device_attribute_property: async (d, { device, values }) =>
    nothing(await d.deleteDeviceAttributeProperty(device, values)),
  db_get_class_attribute_property: (d, { class_name, names }) =>
    d.getClassAttributeProperty(class_name, names),
  db_put_class_attribute_property: async (d, { class_name, values }) =>
    nothing(await d.putClassAttributeProperty(class_name, values)),
  db_delete_class_attribute_property: async (d, { class_name, values }) =>
    nothing(await d.deleteClassAttributeProperty(class_name, values)),
  db_get_class_attribute_list: (d, { class_name, filter }) => d.getClassAttributeList(class_name, filter),
  db_get_device_exported: (d, { filter }) => d.getDeviceExported(filter),
  db_get_device_exported_for_class: (d, { class_name }) => d.getDeviceExportedForClass(class_name),
  db_get_device_name: (d, { server, class_name }) => d.getDeviceName(server, class_name),
  db_get_device_domain: (d, { filter }) => d.getDeviceDomain(filter),
  db_get_device_family: (d, { filter }) => d.getDeviceFamily(filter),
  db_get_device_member: (d, { filter }) => d.getDeviceMember(filter),
  db_get_class_list: (d, { filter }) => d.getClassList(filter),
  db_get_class_for_device: (d, { device }) => d.getClassForDevice(device),
  db_get_class_inheritance_for_device: (d, { device }) => d.getClassInheritanceForDevice(device),
  db_get_server_list: (d, { filter }) => d.getServerList(filter),
  db_get_server_name_list: (d) => d.getServerNameList(),
  db_get_instance_name_list: (d, { server }) => d.getInstanceNameList(server),
  db_get_server_class_list: (d, { server }) => d.getServerClassList(server),
  db_get_device_class_list: (d, { server }) =>
    d.getDeviceClassList(server).then((list) => list.flatMap(({ name, className }) => [name, className])),
  db_get_host_list: (d, { filter }) => d.getHostList(filter),
  db_get_host_server_list: (d, { host }) => d.getHostServerList(host),
  db_get_device_info: async (d, { device }) => {
    const { name, className, dsFullName, exported, ior, pid, version } = await d.getDeviceInfo(device);
    return {
      name,
      class_name: className,
      ds_full_name: dsFullName,
      exported: Number(exported),
      ior,
      pid,
      version,
    };
  },
  db_import_device: async (d, { device }) => {
    const { name, exported, ior, version } = await d.importDevice(device);
    return { name, exported: Number(exported), ior, version };
  },
  db_get_server_info: async (d, { server }) => {
    const { name, host, mode, level } = await d.getServerInfo(server);
    return { name, host, mode, level };
  },
  db_add_device: async (d, { device, server, class_name }) =>
    nothing(await d.addDevice({ name: device, server, className: class_name })),
  db_delete_device: async (d, { device }) => nothing(await d.deleteDevice(device)),
  db_delete_server: async (d, { server }) => nothing(await d.deleteServer(server)),
  db_export_device: async (d, { device, ior, host, pid, version }) =>
    nothing(await d.exportDevice({ name: device, ior, host, pid, version })),
  db_unexport_device: async (d, { device }) => nothing(await d.unexportDevice(device)),
  db_put_device_alias: async (d, { device, alias }) => nothing(await d.putDeviceAlias(device, alias)),
  db_delete_device_alias: async (d, { alias }) => nothing(await d.deleteDeviceAlias(alias)),
  db_get_device_from_alias: (d, { alias }) => d.getDeviceFromAlias(alias),
  db_get_alias_from_device: (d, { device }) => d.getAliasFromDevice(device),
  db_get_device_alias_list: (d, { filter }) => d.getDeviceAliasList(filter),
  db_put_attribute_alias: async (d, { attribute, alias }) =>
    nothing(await d.putAttributeAlias(attribute, alias)),
  db_delete_attribute_alias: async (d, { alias }) => nothing(await d.deleteAttributeAlias(alias)),
  db_get_attribute_from_alias: (d, { alias }) => d.getAttributeFromAlias(alias),
  db_get_alias_from_attribute: (d, { attribute }) => d.getAliasFromAttribute(attribute),
  db_get_attribute_alias_list: (d, { filter }) => d.getAttributeAliasList(filter),
};

/** What a method that gives nothing gave. */
function nothing(result: unknown): null {
  if (result !== undefined) throw new TypeError(`${typeof result} instead of nothing`);
  return null;
}

/** What a command of the device takes; undefined for one that it has not. */
async function inTypeOf(device: DeviceProxy, name: string): Promise<CmdArgType | undefined> {
  const commands = await device.commandListQuery();
  return commands.find(({ cmdName }) => cmdName.toLowerCase() === name.toLowerCase())?.inType;
}

function pairs(values: readonly { name: string; type: string; value: Json }[]): [string, AttributeInput][] {
  return values.map(({ name, type, value }) => [name, valueFrom(type, value) as AttributeInput]);
}

/** A copy with the fields in `changes`, whose names are PyTango's, changed. */
function changed(info: object, changes: Readonly<Record<string, Json>>): object {
  const entries = Object.entries(changes).map(([key, value]) => {
    const name = camelCased(key);
    if (!(name in info)) throw new TypeError(`there is no ${name} in a configuration`);
    const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
    return [
      name,
      isNested ? changed((info as Record<string, object>)[name]!, value as CallArgs["changes"]) : value,
    ];
  });
  return { ...info, ...Object.fromEntries(entries) };
}

/** Waits until polling has filled `depth` records of a history; as in view.py, fails after 20 s. */
async function filled(history: () => Promise<readonly unknown[]>, depth: number): Promise<null> {
  const end = Date.now() + 20_000;
  for (;;) {
    const records = await history().catch(() => []); // nothing polled yet
    if (records.length >= depth) return null;
    if (Date.now() > end) throw new Error("the history did not fill within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
