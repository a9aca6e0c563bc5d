import { hostname } from "node:os";
import type { ClientIdentity } from "../../threading/client-identity.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { DevVarLongStringArray } from "../idl/data-types.ts";
import type { HostNames } from "../naming/host-names.ts";
import { peerHost } from "../naming/peer-host.ts";
import type { LockerInfo } from "../value/locker-info.ts";

/** Who holds the lock of a device, as DevLockStatus answers. */
export class LockStatus {
  /** In the words of the server: `Device sys/tg_test/1 is not locked`. */
  readonly text: string;
  readonly isLocked: boolean;
  /** The process id of a C++ or Python client; 0 for others. */
  readonly #pid: number;
  /** The UUID of a Java client, in four words. */
  readonly #words: Int32Array;
  /** From where the lock was taken, as omniORB writes it: `giop:tcp:10.0.0.5:41234`. */
  readonly #endpoint: string;
  readonly #mainClass: string;

  /** Throws API_WrongLockingStatus for an answer that lacks something. What is more than a status has, numbers or text, is left out. */
  constructor({ lvalue, svalue }: DevVarLongStringArray) {
    const [text, endpoint, mainClass] = svalue;
    if (lvalue.length < 6 || text === undefined || endpoint === undefined || mainClass === undefined) {
      const desc = `The locking status has ${lvalue.length} numbers and ${svalue.length} texts, not 6 and 3`;
      throw new DevFailed([devError("API_WrongLockingStatus", desc, "DeviceProxy.lockingStatus()")]);
    }
    const [isLocked, pid] = lvalue;
    this.text = text.slice(0, LONGEST_TEXT);
    this.isLocked = isLocked !== 0;
    this.#pid = pid!;
    this.#words = lvalue.slice(2, 6);
    this.#endpoint = endpoint.slice(0, LONGEST_TEXT);
    this.#mainClass = mainClass.slice(0, LONGEST_TEXT);
  }

  /** Whether it is a client of this identity that holds the lock. */
  isLockedBy({ uuid }: ClientIdentity): boolean {
    if (!this.isLocked || this.#pid !== 0) return false;
    return (
      uuidText(this.#words) === uuidText(uuid.flatMap((half) => [Number(half >> 32n), Number(half & LOW)]))
    );
  }

  /** Who holds the lock; null where nobody does. */
  async locker(hosts: HostNames): Promise<LockerInfo | null> {
    if (!this.isLocked) return null;
    const lockerHost = await this.#host(hosts);
    if (this.#pid !== 0) return { ll: "CPP", li: this.#pid, lockerHost, lockerClass: "Not defined" };
    return { ll: "JAVA", li: uuidText(this.#words), lockerHost, lockerClass: this.#mainClass };
  }

  /** A unix socket leads to this host alone. */
  async #host(hosts: HostNames): Promise<string> {
    if (this.#endpoint.startsWith("giop:unix:")) return hostname();
    return hosts.nameOf(peerHost(this.#endpoint.replace(/^giop:\w+:/, "")));
  }
}

/** A UUID as it is written: 8, 4, 4, 4 and 12 hexadecimal digits. */
function uuidText(words: Iterable<number>): string {
  const digits = Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** In characters, of each text of a status: more than the names of a device, a host and a class need. */
const LONGEST_TEXT = 1024;
const LOW = 0xffffffffn;
