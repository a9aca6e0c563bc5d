import type { Cancellation } from "../../../threading/serialization-monitor.ts";
import { type DevError, devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { type NamedDevFailed, NamedDevFailedList } from "../../error/named-dev-failed-list.ts";
import { errorsOf, toDevFailed } from "../../error/to-dev-failed.ts";
import type { DevState } from "../../idl/enums.ts";
import { type Awaitable, andThen, mapInTurn, orElse } from "../awaitable.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import type { ValuePart } from "./attribute-snapshot.ts";
import { checkWritable, checkWritten } from "./check-written.ts";
import type { IncomingValue } from "./incoming-value.ts";
import { storeMemorized } from "./memorized.ts";
import { copyOfPart, valueOfPart } from "./value-part.ts";

/**
 * Writes attributes for a client, under the monitor of the device. Those that fail do not keep the others from being written: the call fails
 * with a NamedDevFailedList, which tells them by name and index. What fails of all (the hook) fails the call with a DevFailed. `cancellation`
 * ends the wait for the monitor.
 */
export function writeAttributes(
  served: ServedDevice,
  values: readonly IncomingValue[],
  cancellation?: Cancellation,
): Awaitable<void> {
  const failures: NamedDevFailed[] = [];
  const fail = (index: number, error: unknown): void => {
    failures.push({ name: values[index]!.name, index, errors: failuresOf(error) });
  };
  return andThen(writeUnderMonitor(served, values, fail, cancellation), () => {
    if (failures.length === 0) return;
    throw NamedDevFailedList.summary(failures, "write_attributes", served.name);
  });
}

/**
 * The same for clients of IDL 1 and 2: the first failure fails the call, and those behind it are not written. None is written where one is
 * not found, not writable, or gets a wrong value.
 */
export function writeAttributesOrFail(
  served: ServedDevice,
  values: readonly IncomingValue[],
  cancellation?: Cancellation,
): Awaitable<void> {
  const fail = (_index: number, error: unknown): never => {
    throw new DevFailed(failuresOf(error), { cause: error });
  };
  return writeUnderMonitor(served, values, fail, cancellation);
}

/** Told of what failed of the value at an index; may throw to end the call. */
type Fail = (index: number, error: unknown) => void;

/** One value on its way to its attribute. */
interface Writing {
  readonly index: number;
  readonly incoming: IncomingValue;
  readonly attribute: Attribute;
}

/** One whose elements were checked. */
interface CheckedWriting extends Writing {
  readonly part: ValuePart;
}

function writeUnderMonitor(
  served: ServedDevice,
  values: readonly IncomingValue[],
  fail: Fail,
  cancellation: Cancellation | undefined,
): Awaitable<void> {
  const work = () => {
    const writings = findWritable(served, values, fail);
    if (writings.length === 0) return;
    return andThen(served.device.alwaysExecutedHook(), () => {
      const checked = checkValues(served, writings, fail);
      return andThen(
        mapInTurn(checked, (one) => callWriteMethod(served, one, fail)),
        (results) => finish(served, results, fail),
      );
    });
  };
  return served.monitor.run("writing of attributes", work, cancellation);
}

function findWritable(served: ServedDevice, values: readonly IncomingValue[], fail: Fail): Writing[] {
  const writings: Writing[] = [];
  values.forEach((incoming, index) => {
    try {
      const attribute = served.attributes.get(incoming.name);
      checkWritable(attribute, incoming);
      writings.push({ index, incoming, attribute });
    } catch (error) {
      fail(index, error);
    }
  });
  return writings;
}

function checkValues(served: ServedDevice, writings: readonly Writing[], fail: Fail): CheckedWriting[] {
  const checked: CheckedWriting[] = [];
  for (const { index, incoming, attribute } of writings) {
    try {
      const part = checkWritten(attribute, incoming, served.server.isNanAllowed);
      checked.push({ index, incoming, attribute, part });
    } catch (error) {
      fail(index, error);
    }
  }
  return checked;
}

/** An attribute whose write method has been called. */
interface Written {
  readonly index: number;
  readonly attribute: Attribute;
  /** The set value that it is to get; null where its method has set one itself. */
  readonly setValue: ValuePart | null;
}

/** null where it failed. */
function callWriteMethod(
  served: ServedDevice,
  { index, attribute, part }: CheckedWriting,
  fail: Fail,
): Awaitable<Written | null> {
  const { definition } = attribute;
  const before = attribute.written;
  // The method may keep and change the value that it gets.
  const setValue = copyOfPart(part);
  return orElse(
    () =>
      andThen(mayBeWritten(served, attribute), (isAllowed) => {
        if (!isAllowed) throw notAllowed(attribute.name, served.state);
        const done = definition.write!.call(served.device, valueOfPart(definition, part), attribute);
        return andThen(done, (): Written => {
          attribute.memorizedFailure = null;
          return { index, attribute, setValue: attribute.written === before ? setValue : null };
        });
      }),
    (error) => {
      fail(index, error);
      return null;
    },
  );
}

function mayBeWritten(served: ServedDevice, attribute: Attribute): Awaitable<boolean> {
  const { isAllowed } = attribute.definition;
  return isAllowed === undefined ? true : isAllowed.call(served.device, "WRITE_REQ", attribute);
}

/** Tells the hardware hook, keeps the set values, and stores those that are memorized. */
function finish(served: ServedDevice, results: readonly (Written | null)[], fail: Fail): Awaitable<void> {
  const written = results.filter((one) => one !== null);
  if (written.length === 0) return;
  const names = written.map(({ attribute }) => attribute.name);
  return andThen(
    orElse(
      () => andThen(served.device.writeAttrHardware(names), () => written),
      (error) => withoutFailed(written, error, fail),
    ),
    (done) => {
      const now = served.server.now();
      for (const { attribute, setValue } of done) {
        if (setValue !== null) attribute.written = setValue;
        attribute.writtenAt = now;
      }
      return memorize(served, done, fail);
    },
  );
}

/** A failure of the hardware is that of the attributes that it names; else of all, also where it comes from another device. */
function withoutFailed(written: readonly Written[], error: unknown, fail: Fail): readonly Written[] {
  const failures = new Map(
    error instanceof NamedDevFailedList
      ? error.failures.map((failure) => [failure.name.toLowerCase(), failure.errors])
      : [],
  );
  if (!written.some(({ attribute }) => failures.has(attribute.key))) {
    const { errors } = toDevFailed(error);
    for (const { index } of written) fail(index, new DevFailed(errors, { cause: error }));
    return [];
  }
  return written.filter(({ index, attribute }) => {
    const errors = failures.get(attribute.key);
    if (errors !== undefined) fail(index, new DevFailed(errors, { cause: error }));
    return errors === undefined;
  });
}

function memorize(served: ServedDevice, written: readonly Written[], fail: Fail): Awaitable<void> {
  const memorized = written.filter(({ attribute }) => attribute.definition.memorized);
  if (memorized.length === 0) return;
  return orElse(
    () =>
      storeMemorized(
        served,
        memorized.map(({ attribute }) => attribute),
      ),
    (error) => {
      for (const { index } of memorized) fail(index, error);
    },
  );
}

/** What a device throws of one attribute may be a list of failures itself. */
function failuresOf(error: unknown): readonly DevError[] {
  if (error instanceof NamedDevFailedList) return error.failures[0]?.errors ?? error.errors;
  return errorsOf(error);
}

function notAllowed(name: string, state: DevState): DevFailed {
  const desc = `It is currently not allowed to write attribute ${name}. The device state is ${state}`;
  return new DevFailed([devError("API_AttrNotAllowed", desc, "writeAttributes")]);
}
