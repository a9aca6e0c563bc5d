import type { ContextSlot } from "../../threading/orb-context.ts";

/**
 * Asked for whoever makes a proxy now, of a device by this name; what it gives is called each time when the device has been connected to.
 */
export type WatchOpening = (device: string) => () => void;

/** The devices that are opened in an OrbContext, for a device server, which tells which devices its own use. */
export class OpenedDevices {
  /** null where nobody wants to know. */
  watch: WatchOpening | null = null;

  /** What a proxy that is made now calls when it has connected. */
  opening(device: string): () => void {
    return this.watch?.(device) ?? tellNobody;
  }
}

/** Those of an OrbContext. */
export const OPENED_DEVICES: ContextSlot<OpenedDevices> = { make: () => new OpenedDevices() };

function tellNobody(): void {}
