import { devError } from "../error/dev-error.ts";
import { NonSupportedFeature } from "../error/dev-failed-classes.ts";
import type { CallText } from "./call-text.ts";

/** Throws where a device is of a generation before `idl`, the first that has what is called for. */
export function refuseBefore(
  idl: number,
  device: { readonly idl: number },
  deviceName: string,
  { operation, origin }: CallText,
): void {
  if (device.idl >= idl) return;
  const desc = `Device ${deviceName} does not support ${operation} feature`;
  throw new NonSupportedFeature([devError("API_UnsupportedFeature", desc, origin)]);
}
