import type { Store } from "../database-server/store/store.ts";
import type { Table } from "../database-server/store/table.ts";
import {
  type AccessAddressRow,
  type AccessDeviceRow,
  accessAddressKey,
  accessDeviceKey,
  DEFAULT_NETMASK,
} from "../database-server/tables/access-row.ts";
import { comparable, compareRuleTexts } from "./rule-text.ts";

/** Whom the rules are for that name nobody, and where every address and every name matches. */
export const EVERYBODY = "*";

/** What a user may do with the devices whose names match. */
export interface DeviceRule {
  /** A device name whose fields may have a `*`. */
  readonly device: string;
  /** `read` or `write`; anything else is kept, and gives no right to write. */
  readonly rights: string;
}

/**
 * The rules of an access control: from where users may come, and what they may do with devices. They are rows of the tables
 * `access_address` and `access_device`; the rows of a database that has such tables are the same rules. All changes resolve when they are safe.
 */
export class AccessRules {
  readonly #store: Store;
  readonly #addresses: Table<AccessAddressRow>;
  readonly #devices: Table<AccessDeviceRow>;
  readonly #now: () => number;

  /** `now` gives milliseconds since 1970. */
  constructor(store: Store, now: () => number = Date.now) {
    this.#store = store;
    this.#addresses = store.table("access_address");
    this.#devices = store.table("access_device");
    this.#now = now;
  }

  /** From where users may come, those who are named in other cases too. */
  addressRows(...users: readonly string[]): AccessAddressRow[] {
    return [...this.#addresses.rows()].filter(({ user }) => isOneOf(users, user));
  }

  /** What users may do, those who are named in other cases too. */
  deviceRows(...users: readonly string[]): AccessDeviceRow[] {
    return [...this.#devices.rows()].filter(({ user }) => isOneOf(users, user));
  }

  /** Everybody whom a rule names: first those with addresses, then those who only have devices, in their order. */
  users(): string[] {
    const withAddresses = sortedOnce(Array.from(this.#addresses.rows(), ({ user }) => user));
    const withDevices = sortedOnce(Array.from(this.#devices.rows(), ({ user }) => user));
    return [...new Set([...withAddresses, ...withDevices])];
  }

  /** The addresses from which a user may come, in their order. */
  addressesOf(user: string): string[] {
    return sortedOnce(this.addressRows(user).map(({ address }) => address));
  }

  /** What a user may do with which devices, in the order of their names. */
  devicesOf(user: string): DeviceRule[] {
    return this.deviceRows(user).sort(
      (a, b) => compareRuleTexts(a.device, b.device) || compareRuleTexts(a.rights, b.rights),
    );
  }

  /** Lets a user come from an address. Resolves with false where he may already. */
  async addAddress(user: string, address: string): Promise<boolean> {
    // Within the write: one that is there may not be safe yet, and be taken back.
    return await this.#store.write(() => {
      if (this.addressRows(user).some((row) => isSame(row.address, address))) return false;
      this.#putAddress(user, address);
      return true;
    });
  }

  /** Gives a user rights on devices. Resolves with false where he has just these. */
  async addDevice(user: string, { device, rights }: DeviceRule): Promise<boolean> {
    const isThis = (row: AccessDeviceRow) => isSame(row.device, device) && isSame(row.rights, rights);
    return await this.#store.write(() => {
      if (this.deviceRows(user).some(isThis)) return false;
      this.#putDevice(user, { device, rights });
      return true;
    });
  }

  /** Takes an address from a user, if he has it. */
  async removeAddress(user: string, address: string): Promise<void> {
    await this.#store.write(() =>
      deleteRows(this.#addresses, (row) => isSame(row.user, user) && isSame(row.address, address)),
    );
  }

  /** Takes rights on devices from a user, if he has just these. */
  async removeDevice(user: string, { device, rights }: DeviceRule): Promise<void> {
    await this.#store.write(() =>
      deleteRows(
        this.#devices,
        (row) => isSame(row.user, user) && isSame(row.device, device) && isSame(row.rights, rights),
      ),
    );
  }

  /** Takes everything from a user. */
  async removeUser(user: string): Promise<void> {
    await this.#store.write(() => this.#deleteUser(user));
  }

  /** Makes the rules of `user` those of `source`, and nothing else. A user who is made his own copy has none then, as with the C++ server. */
  async cloneUser(source: string, user: string): Promise<void> {
    await this.#store.write(() => {
      this.#deleteUser(user);
      for (const address of this.addressesOf(source)) this.#putAddress(user, address);
      for (const rule of this.devicesOf(source)) this.#putDevice(user, rule);
    });
  }

  /** In a store that was never asked before: lets everybody come from everywhere and write, as the rows of a new database do. */
  async letEverybodyWriteAtFirst(): Promise<void> {
    const origin = this.#store.table<{ readonly made: number }>("access_origin");
    if (origin.size > 0) return;
    await this.#store.write(() => {
      origin.put("made", { made: this.#seconds() });
      this.#putAddress(EVERYBODY, "*.*.*.*");
      this.#putDevice(EVERYBODY, { device: "*/*/*", rights: "write" });
    });
  }

  #putAddress(user: string, address: string): void {
    const row = { user, address, netmask: DEFAULT_NETMASK, updated: this.#seconds() };
    this.#addresses.put(accessAddressKey(row), row);
  }

  #putDevice(user: string, { device, rights }: DeviceRule): void {
    const row = { user, device, rights, updated: this.#seconds() };
    this.#devices.put(accessDeviceKey(row), row);
  }

  #deleteUser(user: string): void {
    deleteRows(this.#devices, (row) => isSame(row.user, user));
    deleteRows(this.#addresses, (row) => isSame(row.user, user));
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}

function deleteRows<R extends object>(table: Table<R>, isMeant: (row: R) => boolean): void {
  for (const [key, row] of [...table.entries()]) if (isMeant(row)) table.delete(key);
}

/** Texts in their order; of those that only differ in case, the first. */
function sortedOnce(texts: readonly string[]): string[] {
  const byText = new Map<string, string>();
  for (const text of texts) if (!byText.has(comparable(text))) byText.set(comparable(text), text);
  return [...byText.values()].sort(compareRuleTexts);
}

function isSame(a: string, b: string): boolean {
  return comparable(a) === comparable(b);
}

function isOneOf(texts: readonly string[], text: string): boolean {
  return texts.some((one) => isSame(one, text));
}
