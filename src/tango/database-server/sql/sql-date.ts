// A TIMESTAMP is an instant, which a dump tells in the zone that it sets (SET TIME_ZONE). A DATETIME is what a clock showed where the
// server stood; which zone that was is nowhere said, so the zone of this process is taken.

/** The zone in which a dump tells instants: minutes east of Greenwich, or that of this process. */
export type SqlTimeZone = number | "local";

/** The zone of `SET TIME_ZONE='+01:00'`; undefined for names, whose rules are those of the server. */
export function sqlTimeZone(text: string): SqlTimeZone | undefined {
  if (/^system$/i.test(text)) return "local";
  if (/^utc$/i.test(text)) return 0;
  const offset = /^([+-])(\d{1,2}):(\d\d)$/.exec(text);
  if (offset === null) return undefined;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === "-" ? -minutes : minutes;
}

/** Seconds since 1970 of `2026-11-28 20:46:58` (or `20261128204658`, as MySQL 4 has it); null where it is no date, as `0000-00-00 00:00:00`. */
export function secondsOfSqlDate(text: string, zone: SqlTimeZone): number | null {
  const match = SQL_DATE.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as Fields;
  if (year < 1000) return null;
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // The 31st of February.
  if (utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== day || hour > 23 || minute > 59) return null;
  if (zone !== "local") return utc.getTime() / 1000 - zone * 60;
  return new Date(year, month - 1, day, hour, minute, second).getTime() / 1000;
}

/** `2026-11-28 20:46:58`, what a clock in that zone shows at these seconds since 1970. Parts of a second are left out. */
export function sqlDateOfSeconds(seconds: number, zone: SqlTimeZone): string {
  const instant = Math.floor(seconds) * 1000;
  // The offset of a zone is that of its date.
  const offset = zone === "local" ? -new Date(instant).getTimezoneOffset() : zone;
  return new Date(instant + offset * 60_000).toISOString().slice(0, 19).replace("T", " ");
}

type Fields = [number, number, number, number, number, number];
const SQL_DATE = /^(\d{4})-?(\d\d)-?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)(?:\.0*)?$/;
