import { Any } from "../../../giop/idl/any.ts";
import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import { ELEMENT_TYPES } from "../../value/element-type.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import type { CommandRecord, PolledAttribute, PolledObject } from "./polled-object.ts";

/** When what is in the cache counts as too old. */
export interface CacheAge {
  /** The moment of asking, by the polling's clock. */
  readonly now: number;
  /** How many periods long it may stay (`poll_old_factor`). */
  readonly oldFactor: number;
}

// A client whose source is CACHE_DEV is answered by the device wherever these functions throw; a poll that failed is an answer.

/**
 * The last reading of an attribute from polling; one that failed is given as it is. `spelling` is the attribute's own name, `asked` the
 * client's. Throws API_AttrNotPolled, API_NoDataYet, and API_NotUpdatedAnyMore where it is too old, which cannot be where the device
 * triggers or fills in.
 */
export function attributeFromCache(
  object: PolledAttribute | undefined,
  spelling: string,
  asked: string,
  age: CacheAge,
): AttributeSnapshot {
  if (object === undefined) throw failure("API_AttrNotPolled", `Attribute ${spelling} not polled`);
  const newest = object.ring.newest;
  if (newest === undefined)
    throw failure("API_NoDataYet", `No data available in cache for attribute ${asked}`);
  if (isTooOld(object, newest.when, age)) {
    throw failure("API_NotUpdatedAnyMore", `Data in cache for attribute ${asked} not updated any more`);
  }
  return newest.record;
}

/**
 * The last execution of a command from polling, also of State and Status, which are polled as attributes; one that failed is given as it
 * is. `asked` is the client's name. Throws API_CmdNotPolled, API_NoDataYet, API_NotUpdatedAnyMore.
 */
export function commandFromCache(
  object: PolledObject | undefined,
  asked: string,
  age: CacheAge,
): CommandRecord {
  if (object === undefined) throw failure("API_CmdNotPolled", `Command ${asked} not polled`);
  const newest = object.ring.newest;
  if (newest === undefined) throw failure("API_NoDataYet", `No data available in cache for command ${asked}`);
  if (isTooOld(object, newest.when, age)) {
    throw failure("API_NotUpdatedAnyMore", `Data in cache for command ${asked} not updated any more`);
  }
  const { record } = newest;
  return "value" in record ? record : executionOfReading(record);
}

/**
 * The last `count` readings of an attribute, the oldest first; fewer where there are fewer. Throws API_AttrNotPolled, API_NoDataYet, and
 * API_MemoryAllocation for a negative count, as cppTango.
 */
export function attributeRecords(
  object: PolledAttribute | undefined,
  asked: string,
  count: number,
): AttributeSnapshot[] {
  const name = asked.toLowerCase();
  if (object === undefined) throw failure("API_AttrNotPolled", `Attribute ${name} not polled`);
  if (object.ring.size === 0)
    throw failure("API_NoDataYet", `No data available in cache for attribute ${name}`);
  checkCount(count);
  return object.ring.last(count);
}

/** The last `count` executions of a command, as `attributeRecords`; throws API_CmdNotPolled where it is not polled. */
export function commandRecords(
  object: PolledObject | undefined,
  asked: string,
  count: number,
): CommandRecord[] {
  const name = asked.toLowerCase();
  if (object === undefined) throw failure("API_CmdNotPolled", `Command ${name} not polled`);
  if (object.ring.size === 0)
    throw failure("API_NoDataYet", `No data available in cache for command ${name}`);
  checkCount(count);
  return object.kind === "command"
    ? object.ring.last(count)
    : object.ring.last(count).map(executionOfReading);
}

/** A reading of State or Status as the command of that name gives it. */
function executionOfReading({ dataType, read, time, errors }: AttributeSnapshot): CommandRecord {
  const value = read === null ? null : Any.of(ELEMENT_TYPES[dataType].codec, read.elements[0]);
  return { value, time, errors };
}

/**
 * What is wrong with a reading that gave no value. An attribute that the device fills in can only be read from the cache; `object` is
 * what is polled of it, if anything.
 */
export function valueNotSet(spelling: string, object: PolledAttribute | undefined): DevError {
  const desc = object?.isTriggered
    ? `Attribute ${spelling} value is available only by CACHE.\nAttribute values are set by external polling buffer filling`
    : `Read value for attribute ${spelling} has not been updated`;
  return devError("API_AttrValueNotSet", desc, "DeviceImpl::read_attributes");
}

function isTooOld(
  { isTriggered, periodMs }: PolledObject,
  when: number,
  { now, oldFactor }: CacheAge,
): boolean {
  return !isTriggered && now - when > periodMs * oldFactor;
}

function checkCount(count: number): void {
  if (count < 0) throw failure("API_MemoryAllocation", "Can't allocate memory in server");
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "cache")]);
}
