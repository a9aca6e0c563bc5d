import type { AttributeProperties, PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { ServedDevice } from "../served-device.ts";
import type { PipeSettings } from "./pipe.ts";

/** Configures the pipes of a device as its class and it are configured in the database. Rejects with API_DatabaseAccess where that does. */
export async function loadPipeSettings(served: ServedDevice): Promise<void> {
  const { name: device, deviceClass, server, pipes } = served;
  if (pipes.size === 0) return;
  const names = Array.from(pipes, ({ name }) => name);
  const ofClass = await asked(`class pipe properties for class ${deviceClass.name}`, () =>
    server.database.classPipeProperties(deviceClass.name, names),
  );
  const ofDevice = await asked(`device pipe properties for device ${device}`, () =>
    server.database.devicePipeProperties(device, names),
  );
  for (const pipe of pipes) {
    pipe.classSettings = settingsIn(ofClass[pipe.name] ?? {}, " ");
    pipe.settings = { ...pipe.defaultSettings, ...settingsIn(ofDevice[pipe.name] ?? {}, ",") };
  }
}

/** The settings among properties. Lines are joined as cppTango does it: those of a class by blanks, those of a device by commas. */
function settingsIn(properties: PropertyValues, separator: string): Partial<PipeSettings> {
  const settings: { -readonly [K in keyof PipeSettings]?: string } = {};
  for (const [property, lines] of Object.entries(properties)) {
    const name = property.toLowerCase();
    if (name === "label" || name === "description") settings[name] = lines.join(separator);
  }
  return settings;
}

async function asked(what: string, ask: () => Promise<AttributeProperties>): Promise<AttributeProperties> {
  try {
    return await ask();
  } catch (error) {
    const level = devError("API_DatabaseAccess", `Can't get ${what}`, "loadPipeSettings");
    throw toDevFailed(error).withLevel(level);
  }
}
