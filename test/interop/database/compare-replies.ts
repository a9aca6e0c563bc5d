import { isDeepStrictEqual } from "node:util";
import type { Question, Reply } from "./asked-database.ts";

/**
 * Whether two databases give the same reply, but for what others do in one of them, and for what SQL leaves open: dates, the spelling of what
 * is there in several cases, the words of MySQL. Lists are compared in their order where `inOrder`: MariaDB of Debian 13, below Tango 10.0.2,
 * has another collation.
 */
export function isSameReply(question: Question, ours: Reply, theirs: Reply, inOrder: boolean): boolean {
  return isDeepStrictEqual(
    comparableReply(question, ours, inOrder),
    comparableReply(question, theirs, inOrder),
  );
}

/** A reply without what is not compared. */
export function comparableReply([command]: Question, reply: Reply, inOrder: boolean): unknown {
  if ("error" in reply) {
    const { reason, desc, origin } = reply.error;
    if (reason !== "DB_SQLError" || !desc.startsWith("Failed to query")) return { reason, desc, origin };
    const error = /Data too long for column '\w+'|Incorrect integer value: '.*?'/.exec(desc)?.[0];
    return { reason, error, origin: origin.replace("()", "") };
  }
  const { result } = reply;
  if (command === "DbGetDataForServerCache") return comparableCache(result as string[], inOrder);
  if (command === "DbInfo") return (result as string[]).map((line) => line.replaceAll(/\d+/g, "0"));
  if (command === "DbGetCSDbServerList") return (result as string[]).length;
  if (command === "DbGetDeviceInfo") return undated(result as { lvalue: number[]; svalue: string[] });
  if (LISTS.test(command)) return comparableList(result as string[], inOrder);
  if (command === "DbGetDeviceClassList" || command === "DbGetHostServersInfo")
    return inGroups(command, result, inOrder);
  return result;
}

/** Only names that this comparison makes: others are of the one control system or the other. */
function comparableList(names: readonly string[], inOrder: boolean): string[] {
  const own = names.filter((name) => name.toLowerCase().includes(OWN)).map((name) => name.toLowerCase());
  return inOrder ? own : own.sort();
}

function inGroups(command: string, result: unknown, inOrder: boolean): string[] {
  const texts = (result as string[]).map((text) => text.toLowerCase());
  const size = command === "DbGetDeviceClassList" ? 2 : 3;
  const groups = Array.from({ length: texts.length / size }, (_, i) =>
    texts.slice(size * i, size * (i + 1)).join("\0"),
  );
  return inOrder ? groups : groups.sort();
}

function undated({ lvalue, svalue }: { lvalue: number[]; svalue: string[] }): unknown {
  return { lvalue, svalue: svalue.map((text) => (DATE.test(text) ? "date" : text)) };
}

/**
 * The cache, taken apart as far as it must be: the properties of DServer, Default and CtrlSystem are those of each control system, and classes
 * come in the order of the rows of a table.
 */
function comparableCache(texts: readonly string[], inOrder: boolean): unknown {
  const rest = [...texts];
  const take = (count: number) => rest.splice(0, count);
  const properties = () => {
    const [owner, count] = take(2);
    const blocks = Array.from({ length: Number(count) }, () => {
      const [name, values] = take(2);
      return [name, take(Number(values))];
    });
    return { owner, blocks };
  };
  const members = () => {
    const [owner, count] = take(2);
    return { owner, blocks: Array.from({ length: Number(count) }, () => properties()) };
  };
  const release = rest[0]!.startsWith("release ") ? take(1) : [];
  const hasPipes = release.length > 0;
  const imported = take(rest[1] === "Not Found" ? 2 : 8);
  if (imported[1] === "Not Found") return { release, imported, rest };
  const events = [0, 1].map(() => take(rest[1] === "Not Found" ? 2 : 6));
  const ofAll = [properties().owner, properties().owner];
  const adminDevice = properties();
  const [server] = take(1);
  // Of a server with no class but DServer the real database leaves the count of classes out, where it should be 0.
  const [count] = rest[0] === "CtrlSystem" ? ["0"] : take(1);
  const classes = Array.from({ length: Number(count) }, () => {
    const parts = [properties(), members(), ...(hasPipes ? [members()] : [])];
    const [name, length] = take(2);
    const names = take(Number(length));
    const devices = names.map((device) => ({
      device,
      parts: [properties(), members(), ...(hasPipes ? [members()] : [])],
    }));
    if (!inOrder) devices.sort((a, b) => (a.device < b.device ? -1 : 1));
    return { name, parts, devices };
  });
  classes.sort((a, b) => (a.name! < b.name! ? -1 : 1));
  return { release, imported, events, ofAll, adminDevice, server, classes, ctrlSystem: properties().owner };
}

/** What is in all names that this comparison makes. */
export const OWN = "dbd";
const LISTS =
  /^DbGet(DeviceList|(DeviceWide|DeviceExported|DeviceDomain|DeviceFamily|DeviceMember|DeviceAlias|DeviceServerClass|Host|HostServer|Server|ServerName|InstanceName|Class|AttributeAlias)List|ExportdDeviceListForClass)$/;
const DATE = /^\d+(st|nd|rd|th) \w+ \d{4} at \d\d:\d\d:\d\d$/;
