import type { Random } from "../../fuzz/random.ts";
import type { Question } from "./asked-database.ts";

// All names are made by this comparison, and have "dbd" in them; none matches another where `_` is any character, since the real database
// takes some names for patterns of LIKE.

const ADDED_DEVICES = [
  "dbd/dbd-one/dbd1",
  "DBD/Dbd-One/Dbd2",
  "dbd/dbd_two/dbd_3",
  "dbd/dbd-one/dbd10",
  "dbd2/dbd/dbd/4",
];
/** Those of DbAddServer, which the real database would have twice if they were of another server. */
const SERVED_DEVICES = ["dbd/dbd-served/dbd1", "dbd/dbd-Served/Dbd2"];
const ALL_DEVICES = [...ADDED_DEVICES, ...SERVED_DEVICES];
const ADDING_SERVERS = ["DbdAdd/one", "dbdadd/Two", "DbdOther/dbd_x"];
const SERVED_SERVER = "DbdServed/dbd";
const RENAMED_SERVERS = [...ADDING_SERVERS, "DbdRenamed/one"];
const SERVERS = [...RENAMED_SERVERS, SERVED_SERVER];
const ADMIN_DEVICES = SERVERS.map((server) => `dserver/${server}`);
const CLASSES = ["DbdClass", "dbdOther", "Dbd_Class"];
const HOSTS = ["dbdhost", "dbdhost2.domain.org", "DbdHost3"];
const ALIASES = ["dbd-alias", "Dbd_Alias", "dbdalias", "dbdAlias9"];
/** Those of DbAddDevice, each of its own device: the real database gives an alias to several, where ours says that it is taken. */
const ADDED_ALIASES = ADDED_DEVICES.map((_, index) => `dbd-Added${index}`);
const ATTRIBUTES = [
  "dbd/dbd-one/dbd1/level",
  "dbd/dbd-one/Dbd2/Level2",
  "dbd/dbd_two/dbd_3/a_b",
  "dbd2/dbd/dbd4/x",
];
const ATTRIBUTE_ALIASES = ["dbdlevel", "dbd-Level", "DBD_x"];
const EVENTS = ["notifd/factory/dbdhost", "dserver/dbdadd/one", "dbdevent"];
const WILDCARDS = [
  "*",
  "",
  "dbd*",
  "DBD/*",
  "*dbd*",
  "*/dbd-one/*",
  "dbd/*/dbd1",
  "*_*",
  "dbd?*",
  "*1",
  "dbd/dbd%",
  "**dbd**",
  "*'dbd*",
  "nothing*",
];
const NO_DEVICES = ["", "dbd", "dbd/dbd", "/dbd/dbd/1", "dbd/dbd/*", "//dbd", "dbd/none/1"];

/** Deletes everything that the comparison makes, but events, which no command deletes: those are exported, and so the same. */
export const RESET: readonly Question[] = [
  ...[...ALL_DEVICES, ...ADMIN_DEVICES].map((device): Question => ["DbDeleteDevice", device]),
  ...SERVERS.map((server): Question => ["DbDeleteServerInfo", server]),
  ...ATTRIBUTE_ALIASES.map((alias): Question => ["DbDeleteAttributeAlias", alias]),
  ...EVENTS.map((name): Question => ["DbExportEvent", [name, "IOR:dbd", "dbdhost", "1", "1"]]),
];

/**
 * Each command with right and wrong arguments, in an order in which they find something. Not among them: ResetTimingValues, which makes the
 * Databaseds of 10.0.2 crash once a command was called that it does not measure, and DbMySqlSelect, which ours refuses.
 */
export const QUESTIONS: readonly Question[] = [
  ["DbInfo", null],
  ["DbGetCSDbServerList", null],
  ["DbAddDevice", []],
  ["DbAddDevice", ["DbdAdd/one", "dbd/dbd-one/dbd1"]],
  ...NO_DEVICES.slice(0, 6).map((name): Question => ["DbAddDevice", ["DbdAdd/one", name, "DbdClass"]]),
  ["DbAddDevice", ["DbdAdd/one", "dbd/dbd-one/dbd1", "DbdClass"]],
  ["DbAddDevice", ["DbdAdd/one", "tango:dbd/dbd-one/dbd10", "DbdClass"]],
  ["DbAddDevice", ["DbdAdd/one", "//dbdhost/dbd/dbd-one/dbd10", "DbdOther"]],
  ["DbAddDevice", ["DbdAdd/one", "tango://dbdhost:10000/DBD/Dbd-One/Dbd2", "DbdOther"]],
  ["DbAddDevice", ["DbdAdd/one", "dbd/dbd_two/dbd_3", "Dbd_Class", "Dbd_Alias"]],
  ["DbAddDevice", ["DbdAdd/one", `dbd/${"x".repeat(90)}/1`, "DbdClass"]],
  ["DbAddServer", []],
  ["DbAddServer", ["DbdServed/dbd", "dbd/dbd-served/dbd1"]],
  ["DbAddServer", ["DbdServed/dbd", "dbd/dbd-served", "DbdClass"]],
  ["DbAddServer", ["DbdServed/dbd", "dbd/dbd-served/dbd1", "DbdClass", "dbd/dbd-Served/Dbd2", "DbdOther"]],
  ["DbAddServer", ["DbdServed/dbd", "dbd/dbd-served/dbd1", "DbdClass", "dbd/ignored/dbd"]],
  ["DbPutDeviceAlias", []],
  ["DbPutDeviceAlias", ["dbd/dbd-one/dbd1"]],
  ["DbPutDeviceAlias", ["dbd/dbd-one/dbd1", "dbd/alias"]],
  ["DbPutDeviceAlias", ["dbd/dbd-one/dbd1", "dbd alias"]],
  ["DbPutDeviceAlias", ["DBD/dbd-one/dbd1", "dbd-alias"]],
  ["DbPutDeviceAlias", ["dbd/dbd-one/dbd1", "DBD-alias"]],
  ["DbPutDeviceAlias", ["DBD/Dbd-One/Dbd2", "dbd-ALIAS"]],
  ["DbPutDeviceAlias", ["dbd/none/1", "dbdalias"]],
  ...devicesAnd([
    "DbGetDeviceAlias",
    "DbImportDevice",
    "DbGetDeviceInfo",
    "DbGetClassForDevice",
    "DbGetClassInheritanceForDevice",
  ]),
  ...[...ALIASES, "", "dbd-al*"].map((alias): Question => ["DbGetAliasDevice", alias]),
  ...ALIASES.map((alias): Question => ["DbImportDevice", alias]),
  ["DbExportDevice", []],
  ["DbExportDevice", ["dbd/dbd-one/dbd1", "IOR:dbd", "dbdhost", "1234"]],
  ["DbExportDevice", ["dbd/none/1", "IOR:dbd", "dbdhost", "1234", "5"]],
  ["DbExportDevice", ["dserver/DbdNone/1", "IOR:dbd", "dbdhost", "1234", "5"]],
  ["DbExportDevice", ["dserver/Starter/dbdnone", "IOR:dbd", "dbdhost", "1234", "5"]],
  ["DbExportDevice", ["dbd/dbd-one/dbd1", "IOR:dbd", "dbdhost", "many", "5"]],
  ["DbExportDevice", ["dbd/dbd-one/dbd1", "IOR:dbd", "dbdhost", "1", "version 5.0"]],
  ["DbExportDevice", ["DBD/DBD-one/dbd1", "IOR:dbd", "dbdhost", "null", "5"]],
  ["DbExportDevice", ["dserver/DbdAdd/one", "IOR:dbdadmin", "dbdhost2.domain.org", "1234", "5", "more"]],
  ["DbExportDevice", ["dserver/DbdServed/dbd", "IOR:dbdadmin", "dbdhost", "1234", "6"]],
  ...devicesAnd(["DbImportDevice", "DbGetDeviceInfo"]),
  ...SERVERS.flatMap((server): Question[] => [
    ["DbGetDeviceClassList", server],
    ["DbGetDeviceServerClassList", server],
    ["DbGetServerInfo", server],
    ["DbGetDataForServerCache", [server, "dbdhost%%9"]],
  ]),
  ...WILDCARDS.flatMap((wildcard) => listCommands().map((command): Question => [command, wildcard])),
  ["DbGetDeviceList", []],
  ["DbGetDeviceList", ["DbdAdd/one"]],
  ["DbGetDeviceList", ["DbdAdd/one", "DbdClass", "more"]],
  ["DbGetDeviceList", ["DbdAdd/*", "DbdClass"]],
  ["DbGetDeviceList", ["*", "dbd*"]],
  ["DbGetDeviceList", ["dbdadd/ONE", "*"]],
  ["DbGetDeviceList", ["", ""]],
  ["DbGetInstanceNameList", "dbdadd"],
  ["DbGetInstanceNameList", "DbdServed"],
  ["DbGetInstanceNameList", ""],
  ["DbGetInstanceNameList", "dbd*"],
  ["DbPutServerInfo", []],
  ["DbPutServerInfo", ["DbdAdd/one", "dbdhost", "1"]],
  ["DbPutServerInfo", ["DbdAdd/one", "dbdhost", "1", "x"]],
  ["DbPutServerInfo", ["DbdAdd/one", "dbdhost", "", "1"]],
  ["DbPutServerInfo", ["DbdNone/one", "", "1", "1"]],
  ["DbPutServerInfo", ["DbdAdd/one", "dbdhost", "1", "2"]],
  ["DbPutServerInfo", ["DBDADD/ONE", "", "1", "3"]],
  ["DbGetServerInfo", "DbdAdd/ONE"],
  ["DbGetHostServersInfo", "dbdhost"],
  ["DbGetHostServersInfo", "dbdhost2"],
  ["DbGetHostServersInfo", "dbdhost*"],
  ["DbExportDevice", ["dserver/DbdAdd/one", "IOR:dbdadmin", "DbdHost3", "1", "5"]],
  ["DbGetServerInfo", "DbdAdd/one"],
  ["DbDeleteServerInfo", "dbdNone/one"],
  ["DbDeleteServerInfo", "dbdADD/one"],
  ["DbGetServerInfo", "DbdAdd/one"],
  ["DbPutAttributeAlias", []],
  ["DbPutAttributeAlias", [ATTRIBUTES[0]!]],
  ["DbPutAttributeAlias", [ATTRIBUTES[0]!, "dbd/x"]],
  ["DbPutAttributeAlias", [ATTRIBUTES[0]!, "dbd x"]],
  ["DbPutAttributeAlias", ["dbd/dbd/level", "dbdlevel"]],
  ["DbPutAttributeAlias", ["tango://dbdhost:1/dbd/dbd/1/level", "dbdlevel"]],
  ["DbPutAttributeAlias", [ATTRIBUTES[0]!, "dbdlevel"]],
  ["DbPutAttributeAlias", [ATTRIBUTES[1]!, "DBDLevel"]],
  ["DbPutAttributeAlias", [ATTRIBUTES[0]!, "dbd-Level"]],
  ["DbPutAttributeAlias", [ATTRIBUTES[2]!, "dbdlevel"]],
  ...[...ATTRIBUTE_ALIASES, "DBDlevel", ""].flatMap((alias): Question[] => [
    ["DbGetAttributeAlias", alias],
    ["DbGetAliasAttribute", alias],
  ]),
  ...[...ATTRIBUTES, "DBD/dbd-one/DBD1/LEVEL", ""].map((name): Question => ["DbGetAttributeAlias2", name]),
  ["DbDeleteAttributeAlias", "dbdNone"],
  ["DbDeleteAttributeAlias", "DBD-level"],
  ["DbGetAttributeAliasList", "*"],
  ["DbExportEvent", []],
  ["DbExportEvent", ["dbdevent", "IOR:dbd", "dbdhost", "1"]],
  ["DbExportEvent", ["dbdevent", "IOR:dbd", "dbdhost", "x", "1"]],
  ["DbExportEvent", ["DbdEvent", "IOR:dbd2", "dbdhost", "77", "3"]],
  ["DbImportEvent", "DBDevent"],
  ["DbImportEvent", "dbd_none"],
  ["DbImportEvent", "dbd*\"%'"],
  ["DbImportEvent", ""],
  ["DbUnExportEvent", "dbdEVENT"],
  ["DbUnExportEvent", "dbdnone"],
  ["DbImportEvent", "dbdevent"],
  ...[[], ["DbdAdd/one"], ["DbdNone/1", "dbdhost"], ["DbdAdd/one", "dbdhost", "more"]].map(
    (argument): Question => ["DbGetDataForServerCache", argument],
  ),
  ...[
    "dbdhost",
    "dbdhost.domain.org",
    "dbdhost%%",
    "dbdhost%%8",
    "dbdhost%%9",
    "dbdhost%%10",
    "dbdhost%%x",
    "",
    "%%9",
  ].map((host): Question => ["DbGetDataForServerCache", ["DbdAdd/one", host]]),
  ["DbGetDataForServerCache", ["dbdADD/ONE", "none%%9"]],
  ["DbRenameServer", []],
  ["DbRenameServer", ["DbdAdd/one"]],
  ["DbRenameServer", ["DbdAdd/one", "DbdAdd/two", "more"]],
  ["DbRenameServer", ["DbdAdd/one", "DbdAdd"]],
  ["DbRenameServer", ["DbdAdd", "DbdAdd/two"]],
  ["DbRenameServer", ["DbdAdd/one", "dbdSERVED/dbd"]],
  ["DbRenameServer", ["DbdNone/one", "DbdRenamed/one"]],
  ["DbRenameServer", ["dbdADD/one", "DbdRenamed/one"]],
  ["DbGetDeviceClassList", "DbdRenamed/one"],
  ["DbGetDeviceClassList", "DbdAdd/one"],
  ["DbImportDevice", "dserver/DbdRenamed/one"],
  ["DbUnExportDevice", "dbd/none/1"],
  ["DbUnExportDevice", "DBD/dbd-one/dbd1"],
  ["DbUnExportServer", "DbdNone/1"],
  ["DbUnExportServer", "DBDserved/dbd"],
  ...devicesAnd(["DbGetDeviceInfo"]),
  ["DbDeleteDeviceAlias", "dbdNone"],
  ["DbDeleteDeviceAlias", "DBD-alias"],
  ["DbGetDeviceAlias", "dbd/dbd-one/dbd1"],
  ["DbDeleteDevice", "dbd/dbd-one"],
  ["DbDeleteDevice", "dbd/dbd-one/*"],
  ["DbDeleteDevice", "dbd/none/1"],
  ["DbDeleteDevice", "tango://dbdhost:1/DBD/dbd-one/dbd1"],
  ["DbImportDevice", "dbd/dbd-one/dbd1"],
  ["DbDeleteServer", "DbdAdd"],
  ["DbDeleteServer", "DbdAdd/*"],
  ["DbDeleteServer", "DbdAdd/%"],
  ["DbDeleteServer", "Dbd_None/one"],
  ["DbPutServerInfo", ["DbdRenamed/one", "dbdhost", "1", "2"]],
  ["DbDeleteServer", "DbdRENAMED/one"],
  ["DbGetServerInfo", "DbdRenamed/one"],
  ["DbGetDeviceWideList", "*"],
];

function listCommands(): readonly string[] {
  return [
    "DbGetDeviceWideList",
    "DbGetDeviceExportedList",
    "DbGetDeviceDomainList",
    "DbGetDeviceFamilyList",
    "DbGetDeviceMemberList",
    "DbGetDeviceAliasList",
    "DbGetExportdDeviceListForClass",
    "DbGetDeviceServerClassList",
    "DbGetClassList",
    "DbGetServerList",
    "DbGetServerNameList",
    "DbGetHostList",
    "DbGetHostServerList",
    "DbGetAttributeAliasList",
  ];
}

function devicesAnd(commands: readonly string[]): Question[] {
  const names = [...ALL_DEVICES, "DBD/DBD-ONE/dbd1", "dserver/DbdAdd/one", ...NO_DEVICES];
  return commands.flatMap((command) => names.map((name): Question => [command, name]));
}

/** A command with what makes its arguments of random numbers. */
export interface QuestionMaker {
  readonly command: string;
  readonly argument: (random: Random) => Question[1];
}

/** A question that depends on the random numbers alone. */
export function randomQuestion(makers: readonly QuestionMaker[], random: Random): Question {
  const { command, argument } = random.pick(makers);
  return [command, argument(random)];
}

/** All commands but those of properties, those that change something more often. */
export const DEVICE_MAKERS: readonly QuestionMaker[] = [
  ...often(4, "DbAddDevice", (random) => {
    const index = random.below(ADDED_DEVICES.length);
    const alias = random.oneIn(4) ? ADDED_ALIASES.slice(index, index + 1) : [];
    return [
      random.pick(ADDING_SERVERS),
      spelled(random, ADDED_DEVICES[index]!),
      random.pick(CLASSES),
      ...alias,
    ];
  }),
  ...often(2, "DbAddServer", (random) => [
    SERVED_SERVER,
    ...some(random, SERVED_DEVICES, 1).flatMap((device) => [device, random.pick(CLASSES)]),
  ]),
  ...often(6, "DbExportDevice", (random) => [
    spelled(random, random.pick([...ALL_DEVICES, ...ADMIN_DEVICES, ...NO_DEVICES])),
    `IOR:dbd${random.below(100)}`,
    random.pick(HOSTS),
    random.pick(["1", "4321", "999999", "null", "-1", "x", ""]),
    random.pick(["5", "6", "version 55"]),
  ]),
  ...often(2, "DbUnExportDevice", (random) => spelled(random, random.pick(ALL_DEVICES))),
  ...often(1, "DbUnExportServer", (random) => spelled(random, random.pick(SERVERS))),
  ...often(1, "DbDeleteDevice", (random) => spelled(random, random.pick([...ALL_DEVICES, ...ADMIN_DEVICES]))),
  ...often(1, "DbDeleteServer", (random) =>
    random.oneIn(2) ? spelled(random, random.pick(SERVERS)) : "DbdNone/1",
  ),
  ...often(1, "DbRenameServer", (random) => [
    spelled(random, random.pick(RENAMED_SERVERS)),
    random.pick(RENAMED_SERVERS),
  ]),
  ...often(3, "DbPutDeviceAlias", (random) => [
    spelled(random, random.pick(ALL_DEVICES)),
    random.pick(ALIASES),
  ]),
  ...often(1, "DbDeleteDeviceAlias", (random) =>
    spelled(random, random.pick([...ALIASES, ...ADDED_ALIASES])),
  ),
  ...often(3, "DbPutAttributeAlias", (random) => [
    spelled(random, random.pick(ATTRIBUTES)),
    random.pick(ATTRIBUTE_ALIASES),
  ]),
  ...often(1, "DbDeleteAttributeAlias", (random) => spelled(random, random.pick(ATTRIBUTE_ALIASES))),
  ...often(3, "DbPutServerInfo", (random) => [
    spelled(random, random.pick(SERVERS)),
    random.pick([...HOSTS, ""]),
    random.pick(["0", "1"]),
    random.pick(["0", "5"]),
  ]),
  ...often(1, "DbDeleteServerInfo", (random) => spelled(random, random.pick(SERVERS))),
  ...often(1, "DbExportEvent", (random) => [
    spelled(random, random.pick(EVENTS)),
    `IOR:dbd${random.below(100)}`,
    random.pick(HOSTS),
    random.pick(["1", "12"]),
    "1",
  ]),
  ...often(1, "DbUnExportEvent", (random) => spelled(random, random.pick(EVENTS))),
  ...often(1, "DbImportEvent", (random) => spelled(random, random.pick(EVENTS))),
  ...["DbImportDevice", "DbGetDeviceInfo"].flatMap((command) =>
    often(2, command, (random) =>
      spelled(random, random.pick([...ALL_DEVICES, ...ADMIN_DEVICES, ...ALIASES, ...ADDED_ALIASES])),
    ),
  ),
  ...["DbGetDeviceAlias", "DbGetClassForDevice", "DbGetClassInheritanceForDevice"].flatMap((command) =>
    often(1, command, (random) => spelled(random, random.pick([...ALL_DEVICES, ...NO_DEVICES]))),
  ),
  ...often(1, "DbGetAliasDevice", (random) => spelled(random, random.pick([...ALIASES, ...ADDED_ALIASES]))),
  ...["DbGetAttributeAlias", "DbGetAliasAttribute"].flatMap((command) =>
    often(1, command, (random) => spelled(random, random.pick(ATTRIBUTE_ALIASES))),
  ),
  ...often(1, "DbGetAttributeAlias2", (random) => spelled(random, random.pick(ATTRIBUTES))),
  ...["DbGetDeviceClassList", "DbGetServerInfo"].flatMap((command) =>
    often(1, command, (random) => spelled(random, random.pick(SERVERS))),
  ),
  ...often(2, "DbGetDataForServerCache", (random) => [
    spelled(random, random.pick(SERVERS)),
    random.pick(["dbdhost", "dbdhost%%9", "dbdhost%%10", "dbdhost.domain.org%%9"]),
  ]),
  ...often(1, "DbGetHostServersInfo", (random) => random.pick([...HOSTS, "dbdhost2", "dbd*"])),
  ...often(1, "DbGetInstanceNameList", (random) =>
    spelled(random, random.pick(["DbdAdd", "dbdrenamed", "dbd*"])),
  ),
  ...often(2, "DbGetDeviceList", (random) => [
    random.pick([...SERVERS, "*", "dbd*"]),
    random.pick([...CLASSES, "*", "dserver"]),
  ]),
  ...listCommands().flatMap((command) =>
    often(1, command, (random) =>
      random.oneIn(2)
        ? random.pick(WILDCARDS)
        : random.pick([...ALL_DEVICES, ...SERVERS, ...CLASSES, ...HOSTS, ...ALIASES, ...ATTRIBUTE_ALIASES]),
    ),
  ),
];

function often(times: number, command: string, argument: QuestionMaker["argument"]): QuestionMaker[] {
  return new Array<QuestionMaker>(times).fill({ command, argument });
}

function some<T>(random: Random, items: readonly T[], least: number): T[] {
  const chosen = items.filter(() => random.oneIn(2));
  return chosen.length < least ? items.slice(0, least) : chosen;
}

/** Mostly as it is, at times in other cases. */
function spelled(random: Random, text: string): string {
  return random.pick([text, text, text.toLowerCase(), text.toUpperCase()]);
}
