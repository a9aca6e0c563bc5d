import { parseAttributeInput } from "./attribute-input.ts";
import type { Command } from "./command.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { attributeTarget } from "./tango-names.ts";
import { UsageError } from "./usage-error.ts";
import { printable, valueText } from "./value-text.ts";

type WritableValue = Parameters<InstanceType<TangoFacade["DeviceProxy"]>["writeAttribute"]>[1];

/** `bandoneon write`. */
export const write: Command = {
  usage: ["DEVICE/ATTR VALUE..."],
  summary: "write an attribute",
  details: `The attribute's configuration says how VALUE is read:
  numbers     decimal, integers also 0x hexadecimal; floats also nan, inf, -inf;
              checked against the range of the type
  booleans    true or false (also 1/0, yes/no, on/off)
  DevEnum     a label, or its number
  DevState    a state such as RUNNING
  DevEncoded  FORMAT HEX, for example json 7b7d
  spectrum    one VALUE for each element, or one JSON array: '[1, 2, 3]'
  image       one JSON array of rows: '[[1, 2], [3, 4]]'
In JSON the quotes around words may be left out: '[NaN, 1]'.`,
  examples: [
    { line: "write sys/tg_test/1/double_scalar_w -3.5", what: "a number" },
    { line: "write sys/tg_test/1/enum_scalar LABEL2", what: "an enumerated value" },
    { line: "write sys/tg_test/1/short_spectrum 1 2 3", what: "a spectrum" },
    { line: "write sys/tg_test/1/double_image '[[1, 2], [3, 4]]'", what: "an image" },
  ],
  async run(context) {
    const [text, ...args] = context.args;
    if (text === undefined) throw new UsageError("the DEVICE/ATTR and its VALUE are missing");
    if (args.length === 0) throw new UsageError(`the VALUE for ${text} is missing`);
    const { callOptions, json, print, printJson } = context;
    const { DeviceProxy } = await context.tango();
    const target = await attributeTarget(text, context);
    const device = new DeviceProxy(target.device);
    const config = await device.attributeQuery(target.attribute, callOptions);
    const value = parseAttributeInput(config, args);
    // All elements have been read as the one type of the attribute, which the type of `value` does not show.
    await device.writeAttribute(target.attribute, value as WritableValue, callOptions);
    if (json) return printJson({ attribute: text, value });
    const { dataType: type, enumLabels } = config;
    print(`${printable(text)} = ${valueText(value, { type, enumLabels })}`);
  },
};
