import type { Cancellation } from "../../../threading/serialization-monitor.ts";
import type { DevSource } from "../../idl/enums.ts";
import { TimeVal } from "../../value/time-val.ts";
import { type Awaitable, andThen, mapInTurn, orElse } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import { alarmedAttributes } from "../state/alarmed-attributes.ts";
import { forcedAnswer } from "../state/forced-alarm.ts";
import type { Attribute } from "./attribute.ts";
import type { AttributeSnapshot } from "./attribute-snapshot.ts";
import { readAttribute } from "./read-attribute.ts";
import { failedSnapshot, takeSnapshot } from "./take-snapshot.ts";
import { ownSnapshot } from "./value-part.ts";

/**
 * Reads attributes for a client: one snapshot for each name, in order. From the device that is under its monitor, from the polling cache
 * at once. What fails of one attribute is in its snapshot; what fails of all (the hooks) fails the call. `cancellation` ends the wait for the
 * monitor.
 */
export function readAttributes(
  served: ServedDevice,
  names: readonly string[],
  source?: DevSource,
  cancellation?: Cancellation,
): Awaitable<AttributeSnapshot[]> {
  return andThen(readToSend(served, names, source, cancellation), (snapshots) => snapshots.map(ownSnapshot));
}

/**
 * As readAttributes, for who writes the snapshots into a message before anything else happens: what did not have to be waited for may
 * still share memory with the device. To copy an image takes longer than all else that is done for it.
 */
export function readToSend(
  served: ServedDevice,
  names: readonly string[],
  source: DevSource = "DEV",
  cancellation?: Cancellation,
): Awaitable<AttributeSnapshot[]> {
  const all = namesOf(served, names);
  return source === "DEV" || (source === "CACHE_DEV" && !served.polling.isPolled)
    ? readFromDevice(served, all, source, cancellation)
    : readFromCache(served, all, source, cancellation);
}

/** What clients ask for by "All attributes". */
function namesOf({ attributes }: ServedDevice, names: readonly string[]): readonly string[] {
  return names.length === 1 && names[0] === "All attributes"
    ? Array.from(attributes, ({ name }) => name)
    : names;
}

/** With the source CACHE_DEV, what the cache does not have comes from the device. */
function readFromCache(
  served: ServedDevice,
  names: readonly string[],
  source: DevSource,
  cancellation: Cancellation | undefined,
): Awaitable<AttributeSnapshot[]> {
  const snapshots = names.map((name) => cached(served, name, source));
  const missing = names.filter((_, i) => snapshots[i] === null);
  if (missing.length === 0) return snapshots as AttributeSnapshot[];
  return andThen(readFromDevice(served, missing, source, cancellation), (read) => {
    let next = 0;
    return snapshots.map((snapshot) => snapshot ?? read[next++]!);
  });
}

/** What the cache has of an attribute; null where the device is to be asked. */
function cached(served: ServedDevice, name: string, source: DevSource): AttributeSnapshot | null {
  const { attributes, polling } = served;
  const isPolled = polling.attribute(name) !== undefined;
  if (!isPolled && source === "CACHE_DEV") return null;
  const attribute = attributes.find(name);
  // The cache of the root's server is asked.
  if (attribute !== undefined && attribute.root !== null) return null;
  try {
    return polling.cachedAttribute((attribute ?? attributes.get(name)).name, name);
  } catch (error) {
    if (isPolled && source === "CACHE_DEV") return null;
    // cppTango names what is not polled by its own name, and anything else that failed as it was asked for.
    return failedSnapshot(
      isPolled ? name : (attribute?.name ?? name),
      attribute?.definition,
      error,
      TimeVal.now(),
    );
  }
}

function readFromDevice(
  served: ServedDevice,
  names: readonly string[],
  source: DevSource,
  cancellation: Cancellation | undefined,
): Awaitable<AttributeSnapshot[]> {
  let isAtOnce = true;
  const work = () =>
    andThen(readNow(served, names, source), (read) => (isAtOnce ? read : read.map(ownSnapshot)));
  const read = served.monitor.run("reading of attributes", work, cancellation);
  isAtOnce = false;
  return read;
}

function readNow(
  served: ServedDevice,
  names: readonly string[],
  source: DevSource,
): Awaitable<AttributeSnapshot[]> {
  const { device, attributes } = served;
  const wanted = names.map((name): Wanted => ({ name, attribute: attributes.find(name), source }));
  return andThen(device.alwaysExecutedHook(), () =>
    andThen(readHardware(served, wanted), () => {
      const hasCommon = wanted.some(
        ({ attribute }) => attribute !== undefined && attributes.isCommon(attribute),
      );
      if (hasCommon) return readInOrder(served, wanted);
      if (wanted.length === 1) return andThen(readOne(served, wanted[0]!), (snapshot) => [snapshot]);
      return mapInTurn(wanted, (one) => readAmongOthers(served, one));
    }),
  );
}

/** A name that was asked for, and what it is the name of. */
interface Wanted {
  readonly name: string;
  readonly attribute: Attribute | undefined;
  readonly source: DevSource;
}

/** Calls the hook with the attributes that will be read: for the state those with limits, too. */
function readHardware(served: ServedDevice, wanted: readonly Wanted[]): Awaitable<void> {
  const names: string[] = [];
  let isStateWanted = false;
  for (const { attribute } of wanted) {
    if (attribute === undefined || attribute.failure !== null) continue;
    if (served.attributes.isCommon(attribute)) isStateWanted ||= isState(attribute);
    else if (attribute.definition.access !== "WRITE") names.push(attribute.name);
  }
  if (isStateWanted && (served.state === "ON" || served.state === "ALARM")) {
    for (const { name } of alarmedAttributes(served)) if (!names.includes(name)) names.push(name);
  }
  return names.length === 0 ? undefined : served.device.readAttrHardware(names);
}

/** State and then Status are read last: they depend on the others. */
function readInOrder(served: ServedDevice, wanted: readonly Wanted[]): Awaitable<AttributeSnapshot[]> {
  const rank = ({ attribute }: Wanted) =>
    attribute === undefined || !served.attributes.isCommon(attribute) ? 0 : isState(attribute) ? 1 : 2;
  const order = wanted.map((_, i) => i).sort((a, b) => rank(wanted[a]!) - rank(wanted[b]!));
  const before = new Set(wanted.flatMap(({ attribute }) => attribute ?? []));
  return andThen(
    mapInTurn(order, (i) => {
      const one = wanted[i]!;
      return rank(one) === 0 ? readAmongOthers(served, one) : readCommon(served, one, before);
    }),
    (read) => {
      const snapshots = new Array<AttributeSnapshot>(read.length);
      order.forEach((i, k) => {
        snapshots[i] = read[k]!;
      });
      return snapshots;
    },
  );
}

function isState({ key }: Attribute): boolean {
  return key === "state";
}

/** Reads one of several: a device may use the same memory for the next. */
function readAmongOthers(served: ServedDevice, one: Wanted): Awaitable<AttributeSnapshot> {
  return andThen(readOne(served, one), ownSnapshot);
}

function readOne(served: ServedDevice, { name, attribute, source }: Wanted): Awaitable<AttributeSnapshot> {
  // Not before: without a monitor another call may have come in between.
  if (attribute?.root) attribute.root.source = source;
  return orElse(
    () => readAttribute(served, attribute ?? served.attributes.get(name)),
    (error) => failedSnapshot(name, attribute?.definition, error, TimeVal.now()),
  );
}

/** Reads State or Status, after what is in `before`. */
function readCommon(
  served: ServedDevice,
  { name, attribute }: Wanted,
  before: ReadonlySet<Attribute>,
): Awaitable<AttributeSnapshot> {
  const end = <T>(result: T) => {
    // Without a monitor another call may have come in between.
    if (served.readBeforeState === before) served.readBeforeState = null;
    return result;
  };
  served.readBeforeState = before;
  return orElse(
    () =>
      andThen(commonValue(served, attribute!), (value) =>
        end(takeSnapshot(attribute!, value, TimeVal.now())),
      ),
    (error) => end(failedSnapshot(name, attribute!.definition, error, TimeVal.now())),
  );
}

function commonValue(served: ServedDevice, attribute: Attribute): Awaitable<unknown> {
  return forcedAnswer(served, attribute.name) ?? attribute.definition.read!.call(served.device, attribute);
}
