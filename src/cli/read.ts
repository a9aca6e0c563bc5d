import type { AttributeInfoEx, DeviceAttribute } from "../index.ts";
import type { Command, CommandContext } from "./command.ts";
import { isList } from "./exact-json.ts";
import { describeReading, NO_VALUE, qualityText, readingData } from "./reading-description.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { type AttributeTarget, attributeTarget } from "./tango-names.ts";
import { textTable } from "./text-table.ts";
import { UsageError } from "./usage-error.ts";
import { printable, valueText } from "./value-text.ts";

/** `bandoneon read`. */
export const read: Command = {
  usage: ["DEVICE/ATTR..."],
  summary: "read attributes",
  details: `Shows value and unit, quality, time, and behind "set" the value last written.
The attributes of one device are read in one call. One that cannot be read is
told on standard error, the others are shown all the same; the exit code is 1.
With --json: an array with one object for each attribute, in the order given.`,
  examples: [
    { line: "read sys/tg_test/1/double_scalar", what: "one attribute" },
    { line: "read sys/tg_test/1/State sys/tg_test/1/ampli", what: "several" },
    { line: "--json read sys/tg_test/1/wave | jq '.[0].value'", what: "a spectrum, whole" },
  ],
  async run(context) {
    const { args, json, print, printJson } = context;
    if (args.length === 0)
      throw new UsageError("the DEVICE/ATTR is missing, for example sys/tg_test/1/ampli");
    const tango = await context.tango();
    const outcomes = new Map<string, Outcome>();
    await Promise.all(
      [...(await byDevice(args, context, outcomes))].map(([device, targets]) =>
        readDevice(tango, device, targets, context, outcomes),
      ),
    );
    const ordered = args.map((text) => ({ text, ...outcomes.get(text)! }));
    if (json) printJson(ordered.map(({ text, data }) => ({ attribute: text, ...data })));
    const rows = ordered.flatMap(({ text, cells }) =>
      cells === undefined ? [] : [[printable(text), ...cells]],
    );
    if (!json && rows.length > 0) print(textTable(rows, { widest: 40 }));
    for (const { text, error } of ordered) {
      if (error !== undefined) await context.report(error, text);
    }
  },
};

/** What came of one attribute. */
interface Outcome {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cells?: readonly string[];
  readonly error?: unknown;
}

/** The attributes by the name of their device. Those whose name cannot be taken apart or found have their outcome already. */
async function byDevice(
  texts: readonly string[],
  context: CommandContext,
  outcomes: Map<string, Outcome>,
): Promise<Map<string, AttributeTarget[]>> {
  const devices = new Map<string, AttributeTarget[]>();
  for (const text of new Set(texts)) {
    try {
      const target = await attributeTarget(text, context);
      devices.set(target.device, [...(devices.get(target.device) ?? []), target]);
    } catch (error) {
      outcomes.set(text, failed(error));
    }
  }
  return devices;
}

async function readDevice(
  tango: TangoFacade,
  name: string,
  targets: readonly AttributeTarget[],
  { callOptions }: CommandContext,
  outcomes: Map<string, Outcome>,
): Promise<void> {
  try {
    const device = new tango.DeviceProxy(name);
    const names = targets.map(({ attribute }) => attribute);
    const [readings, configs] = await Promise.all([
      device.readAttributes(names, callOptions),
      // One by one: a name that does not exist would fail the call for all. What failed is told by the reading.
      Promise.allSettled(names.map((attribute) => device.attributeQuery(attribute, callOptions))),
    ]);
    for (const [i, { text }] of targets.entries()) {
      const config = configs[i]!;
      const reading = readings[i]!;
      const outcome = reading.hasFailed
        ? failed(new tango.DevFailed(reading.errors))
        : succeeded(reading, config.status === "fulfilled" ? config.value : undefined);
      outcomes.set(text, outcome);
    }
  } catch (error) {
    for (const { text } of targets) outcomes.set(text, failed(error));
  }
}

function succeeded(reading: DeviceAttribute, config: AttributeInfoEx | undefined): Outcome {
  const { value, quality, time } = reading;
  const { type, unit, enumLabels, isWritable } = describeReading(reading, config);
  const options = { type, enumLabels };
  const shown = value === null ? NO_VALUE : valueText(value, options);
  const { writeValue } = reading;
  const set = isWritable && !isEmpty(writeValue) ? valueText(writeValue, { ...options, width: 24 }) : "";
  return {
    data: readingData(reading, config),
    cells: [
      unit === "" || value === null ? shown : `${shown} ${printable(unit)}`,
      qualityText(quality),
      time.toISOString(),
      set === "" ? "" : `set ${set.replaceAll("\n", "\n    ")}`,
    ],
  };
}

/** Whether there is nothing to show: a writable image that was never written has a set point without rows. */
function isEmpty(value: unknown): boolean {
  if (value === null) return true;
  if (isList(value)) return value.length === 0;
  return typeof value === "object" && value !== null && "dimY" in value && value.dimY === 0;
}

function failed(error: unknown): Outcome {
  const { errors } = error as { errors?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return { error, data: errors === undefined ? { error: message } : { errors } };
}
