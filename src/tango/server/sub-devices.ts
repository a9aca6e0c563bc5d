import { currentOwner } from "../../threading/call-flow.ts";

/** Which devices the devices of a server have opened: the command QuerySubDevice. */
export class SubDevices {
  /** By the device that opened them; what no device did, as a timer, stands under an empty name. */
  readonly #opened = new Map<string, Set<string>>();

  /** The code that runs now opens a device by this name; what it gives is called when that device is there. */
  watch(subDevice: string): () => void {
    // Where calls of several devices are serialised together, or none are, it is not known which one it is.
    // What was opened before the device was forgotten is not to come back with a connection that comes back.
    const opened = this.#openedBy(currentOwner()?.toLowerCase() ?? "");
    return () => note(opened, subDevice);
  }

  /** A device has opened another one, as that with the root of a forwarded attribute. */
  add(device: string, subDevice: string): void {
    note(this.#openedBy(device.toLowerCase()), subDevice);
  }

  /** Forgets what a device has opened: it is initialised anew, or is no more. */
  forget(device: string): void {
    this.#opened.delete(device.toLowerCase());
  }

  #openedBy(device: string): Set<string> {
    const opened = this.#opened.get(device) ?? new Set();
    this.#opened.set(device, opened);
    return opened;
  }

  /** `device sub-device` for each, as cppTango: by device, in the order in which they were opened. */
  list(): string[] {
    const byDevice = [...this.#opened].sort(([a], [b]) => (a < b ? -1 : 1));
    return byDevice.flatMap(([device, opened]) =>
      Array.from(opened, (subDevice) => (device === "" ? subDevice : `${device} ${subDevice}`)),
    );
  }
}

function note(opened: Set<string>, subDevice: string): void {
  if (opened.size < MAX_SUB_DEVICES) opened.add(subDevice.toLowerCase());
}

/** A device that opens ever other ones is not to fill the memory. */
const MAX_SUB_DEVICES = 10_000;
