import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { Attribute } from "../attribute/attribute.ts";
import { attributeInfo } from "../attribute/attribute-config-versions.ts";
import type { AttributeSettings, SettingName } from "../attribute/attribute-settings.ts";
import { resolved } from "../attribute/setting-text.ts";
import { settingsIn } from "../attribute/settings-in-info.ts";
import { pushConfigurationEvent } from "../event/configuration-events.ts";
import { interfaceChanged } from "../event/interface-events.ts";
import type { ServedDevice } from "../served-device.ts";
import { configureLikeRoot, forwardedAttribute, isLikeRoot } from "./forwarded-attribute.ts";

/**
 * Asks the roots of the forwarded attributes of a device for their configurations: a client is about to be told. One whose root does not
 * answer keeps what is known.
 */
export async function refreshForwarded(served: ServedDevice): Promise<void> {
  const forwarded = [...served.attributes].filter(({ root }) => root !== null);
  await Promise.all(forwarded.map((attribute) => refreshOne(served, attribute)));
}

/** Whether a device has forwarded attributes at all: most have none, and are not to wait. */
export function hasForwarded({ forwarding }: ServedDevice): boolean {
  return forwarding !== null && forwarding.size > 0;
}

async function refreshOne(served: ServedDevice, attribute: Attribute): Promise<void> {
  const { root } = attribute;
  try {
    await root!.refresh();
  } catch (error) {
    served.logger.debug(`root attribute ${root!.fullName}: ${toDevFailed(error).message}`);
    return;
  }
  // Meanwhile it may have been removed, or another one be in its place.
  if (served.attributes.find(attribute.key) === attribute) followRoot(served, attribute);
}

/**
 * Configures a forwarded attribute as its root is known to be, but for the label; gives the attribute that is in its place now: another one
 * where the root has become one of another type, format or access.
 */
export function followRoot(served: ServedDevice, attribute: Attribute): Attribute {
  const { root, name, settings, defaults } = attribute;
  if (isLikeRoot(attribute)) {
    configureLikeRoot(attribute, settings.label);
    return attribute;
  }
  const changed = forwardedAttribute({ name, label: defaults.inCode.label, root: undefined }, root!);
  changed.setClassDefaults(defaults.inClass);
  configureLikeRoot(changed, settings.label);
  served.attributes.add(changed);
  interfaceChanged(served);
  return changed;
}

/**
 * Configures a forwarded attribute: its label here, all else at its root. Rejects with what the root says, and with what the database says
 * of the label.
 */
export async function configureForwarded(
  served: ServedDevice,
  attribute: Attribute,
  requested: Partial<AttributeSettings>,
): Promise<void> {
  const root = attribute.root!;
  await changeLabel(served, attribute, requested.label);
  const before = settingsIn(await root.refresh());
  const { label: _, ...others } = requested;
  const after: AttributeSettings = { ...before, ...others };
  const isChanged = (Object.keys(after) as SettingName[]).some(
    (name) => String(after[name]) !== String(before[name]),
  );
  if (isChanged) {
    const { definition } = attribute;
    const asRoot = {
      name: root.name,
      definition: { ...definition, name: root.name },
      settings: after,
      root: null,
    };
    await root.configure(attributeInfo(asRoot));
    await root.refresh();
  }
  configureLikeRoot(attribute, attribute.settings.label);
  void pushConfigurationEvent(served, attribute).catch(() => {});
}

/** Keeps it in the database; the default is deleted there. */
async function changeLabel(
  { name: device, server: { database } }: ServedDevice,
  attribute: Attribute,
  requested: string | undefined,
): Promise<void> {
  const { name, settings, defaults } = attribute;
  if (requested === undefined) return;
  const label = resolved("label", requested, defaults);
  if (label === settings.label) return;
  if (label === resolved("label", "NaN", defaults)) {
    await database.deleteDeviceAttributeProperties(device, name, ["label"]);
  } else {
    await database.putDeviceAttributeProperties(device, { [name]: { label } });
  }
  // Its root may have told something else meanwhile.
  attribute.configure({ ...attribute.settings, label });
}
