import type { Command } from "./command.ts";
import { interfaceName, interfaceSource, isConstantName } from "./interface-source.ts";
import { deviceArgument } from "./tango-names.ts";
import { UsageError } from "./usage-error.ts";

/** `bandoneon interface`. */
export const interface_: Command = {
  usage: ["DEVICE"],
  summary: "write what a device has as TypeScript, for typed proxies",
  details: `Prints a module with one constant: the attributes and commands of the device, for
typedDevice(), with which the compiler finds misspelt names and wrong values.
With --json the data alone.`,
  options: [
    { name: "name", value: "NAME", what: "how the constant is called; as the device's class unless given" },
  ],
  examples: [
    { line: "interface sys/tg_test/1 > tango-test.ts", what: "the constant TangoTest" },
    { line: "interface lab/supply/1 --name Supply > supply.ts", what: "the constant Supply" },
  ],
  async run({ args, option, json, callOptions, tango, print, printJson }) {
    const target = deviceArgument(args);
    const given = option("name");
    if (given !== undefined && !isConstantName(given)) {
      throw new UsageError(`"${given}" is no name for a constant: it should be like ${interfaceName(given)}`);
    }
    const { DeviceProxy, interfaceOf } = await tango();
    const device = new DeviceProxy(target);
    const [{ devClass }, attributes, commands] = await Promise.all([
      device.info(callOptions),
      device.attributeListQuery(callOptions),
      device.commandListQuery(callOptions),
    ]);
    const shapes = interfaceOf(attributes, commands);
    if (json) return printJson(shapes);
    const name = given ?? interfaceName(devClass);
    print(interfaceSource(name, shapes, { target, devClass, attributes, commands }));
  },
};
