import { devError } from "../../error/dev-error.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import type { ServedDevice } from "../served-device.ts";
import { snapshotOfRoot } from "./forwarded-attribute.ts";

/** The last `count` readings that polling recorded of the root of a forwarded attribute, the oldest first. */
export async function rootHistory(
  served: ServedDevice,
  attribute: Attribute,
  count: number,
): Promise<AttributeSnapshot[]> {
  try {
    const readings = await attribute.root!.history(count);
    return readings.map((reading) => snapshotOfRoot(attribute, reading));
  } catch (error) {
    const desc = `Reading history for attribute ${attribute.key} on device ${served.name} failed!`;
    throw toDevFailed(error).withLevel(devError("API_AttributeFailed", desc, "rootHistory"));
  }
}
