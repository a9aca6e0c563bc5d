import { Any } from "../../../../src/giop/idl/any.ts";
import { long } from "../../../../src/giop/idl/primitives.ts";
import { string } from "../../../../src/giop/idl/string.ts";
import { DevFailed } from "../../../../src/tango/error/dev-failed.ts";
import type { ClntIdent } from "../../../../src/tango/idl/client-identity.ts";
import { DevVarLongStringArray, DevVarStringArray } from "../../../../src/tango/idl/data-types.ts";
import { DevFailed as DevFailedException } from "../../../../src/tango/idl/dev-error.ts";
import { HostNames } from "../../../../src/tango/naming/host-names.ts";
import { Caller } from "../../../../src/tango/server/call/caller.ts";
import { DeviceLock } from "../../../../src/tango/server/call/device-lock.ts";
import {
  lockDevice,
  lockStatus,
  relockDevices,
  unlockDevices,
} from "../../../../src/tango/server/call/lock-commands.ts";
import { FakeServer } from "../../../support/fake-device.ts";
import type { VirtualClock } from "../../../support/virtual-clock.ts";

const DEVICE = "A/b/C";
const ADMIN = "dserver/fake/test";

/** A server with one device that can be locked, whose time a test moves. */
export class LockableServer {
  readonly fake: FakeServer;
  /** The commands that the admin device got. */
  readonly commands: string[] = [];
  lock: DeviceLock;
  /** What the admin device fails with in the place of its answer. */
  failure: Error | null = null;
  /** What the admin device waits for between what it does and its answer. */
  delay: Promise<void> | null = null;
  /** The references to the device and to the admin device, by their names in a database. */
  readonly references: ReadonlyMap<string, ReturnType<FakeServer["serve"]>>;
  readonly #clock: VirtualClock;

  private constructor(fake: FakeServer, clock: VirtualClock) {
    this.fake = fake;
    this.#clock = clock;
    this.lock = this.#newLock();
    const device = fake.serve(DEVICE.toLowerCase(), 5);
    const admin = fake.serve(ADMIN, 5, {
      command_inout_4: async (command, argin, _source, ident) => {
        this.commands.push(command);
        if (this.failure !== null) throw this.failure;
        const { delay } = this;
        try {
          const answer = await this.#execute(command, argin, ident);
          await delay;
          return answer;
        } catch (error) {
          throw error instanceof DevFailed ? DevFailedException.create({ errors: [...error.errors] }) : error;
        }
      },
    });
    this.references = new Map([
      [DEVICE.toLowerCase(), device],
      [ADMIN, admin],
    ]);
  }

  static async start(clock: VirtualClock, port = 0): Promise<LockableServer> {
    return new LockableServer(await FakeServer.start(port), clock);
  }

  /** The name of the device for clients. */
  get device(): string {
    return this.fake.nameOf(DEVICE);
  }

  /** How often a command was called. */
  count(command: string): number {
    return this.commands.filter((one) => one === command).length;
  }

  /** Nobody has locked the device any more, and it does not say why. */
  forget(): void {
    this.lock = this.#newLock();
  }

  #newLock(): DeviceLock {
    return new DeviceLock(DEVICE, () => this.#clock.now());
  }

  async #execute(command: string, argin: Any, ident: ClntIdent): Promise<Any> {
    const caller = new Caller("127.0.0.1:40000", ident);
    const find = () => ({ lock: this.lock, className: "Fake" });
    switch (command) {
      case "LockDevice":
        await lockDevice(find, caller, argin.extract(DevVarLongStringArray));
        return Any.EMPTY;
      case "UnLockDevice":
        return Any.of(long, await unlockDevices(find, caller, argin.extract(DevVarLongStringArray)));
      case "ReLockDevices":
        await relockDevices(find, caller, argin.extract(DevVarStringArray));
        return Any.EMPTY;
      case "DevLockStatus":
        return Any.of(DevVarLongStringArray, await lockStatus(find, argin.extract(string), HOSTS));
      default:
        throw new Error(`unexpected command ${command}`);
    }
  }
}

const HOSTS = new HostNames({ lookup: (address) => Promise.resolve(address) });
