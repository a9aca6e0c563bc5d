import type { AttributeProperties, PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Attribute } from "./attribute.ts";
import { wrongConfiguration } from "./configuration-error.ts";
import { memorizedProperty } from "./memorized.ts";
import { configured, initialSettings, settingTexts } from "./settings-from-database.ts";

/**
 * Configures the attributes of a device (all, or those given) as its class and it are configured in the database. What is wrong there is
 * no failure of the device: the attribute then has a `failure`. Rejects with API_DatabaseAccess where the database does.
 */
export async function loadAttributeSettings(
  served: ServedDevice,
  attributes: readonly Attribute[] = [...served.attributes],
): Promise<void> {
  const { name: device, deviceClass, server } = served;
  const ofClass = attributes.filter((attribute) => !served.attributes.isCommon(attribute));
  const classProperties = await asked(
    `class attribute properties for class ${deviceClass.name}`,
    ofClass,
    (names) => server.database.classAttributeProperties(deviceClass.name, names),
  );
  const deviceProperties = await asked(
    `device attribute properties for device ${device}`,
    attributes,
    (names) => server.database.deviceAttributeProperties(device, names),
  );
  for (const attribute of attributes) {
    const { name } = attribute;
    configureInitially(device, attribute, classProperties[name] ?? {}, deviceProperties[name] ?? {});
  }
}

function configureInitially(
  device: string,
  attribute: Attribute,
  classProperties: PropertyValues,
  deviceProperties: PropertyValues,
): void {
  const of = configured(device, attribute.definition);
  attribute.setClassDefaults(settingTexts(classProperties));
  const { settings, wrong, errors } = initialSettings(of, settingTexts(deviceProperties), attribute.defaults);
  attribute.configure(settings, wrong);
  attribute.failure = errors.size === 0 ? null : wrongConfiguration(of, errors);
  attribute.memorizedText = memorizedProperty(attribute, deviceProperties, classProperties);
}

async function asked(
  what: string,
  attributes: readonly Attribute[],
  ask: (names: readonly string[]) => Promise<AttributeProperties>,
): Promise<AttributeProperties> {
  if (attributes.length === 0) return {};
  try {
    return await ask(attributes.map(({ name }) => name));
  } catch (error) {
    throw toDevFailed(error).withLevel(
      devError("API_DatabaseAccess", `Can't get ${what}`, "loadAttributeSettings"),
    );
  }
}
