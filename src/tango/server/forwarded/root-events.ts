import { toDevFailed } from "../../error/to-dev-failed.ts";
import type { Attribute } from "../attribute/attribute.ts";
import { pushConfigurationEvent } from "../event/configuration-events.ts";
import { pushDataReadyEvent } from "../event/data-ready-events.ts";
import { publishErrors } from "../event/failure-events.ts";
import { publishValue } from "../event/value-events.ts";
import type { ServedDevice } from "../served-device.ts";
import { followRoot } from "./configure-forwarded.ts";
import { snapshotOfRoot } from "./forwarded-attribute.ts";
import type { RootAttribute, RootEvent, RootEventType } from "./root-attribute.ts";

/** One subscription at a root. */
interface Followed {
  readonly root: RootAttribute;
  id: number | null;
}

/**
 * The events of the roots of one device's forwarded attributes: whatever a client here subscribes to is subscribed to at the root, and sent
 * on as it comes, errors included. No criteria of this device are asked (as cppTango). It ends by `close()`.
 */
export class RootEvents {
  readonly #served: ServedDevice;
  readonly #followed = new Map<string, Followed>();
  #isClosed = false;

  constructor(served: ServedDevice) {
    this.#served = served;
  }

  /**
   * Subscribes at the root of an attribute, for a client that wants these events of it. Anew for each client, as cppTango: so one is told that
   * the root no longer sends them. Rejects with what the root says.
   */
  async follow(attribute: Attribute, type: RootEventType): Promise<void> {
    const { key, root } = attribute;
    const followed: Followed = { root: root!, id: null };
    const id = await root!.subscribe(type, (event) => {
      if (this.#followed.get(keyOf(key, type)) === followed) this.#sendOn(key, type, followed.root, event);
    });
    followed.id = id;
    // Meanwhile the device may have ended, or have removed the attribute; then what is followed is another one's.
    const isThere = !this.#isClosed && this.#served.attributes.find(key)?.root === root;
    if (!isThere) return root!.unsubscribe(id);
    this.#unfollow(keyOf(key, type));
    this.#followed.set(keyOf(key, type), followed);
  }

  /** The same for a client that says again that it wants them: nothing is done where they are followed. */
  async keepFollowing(attribute: Attribute, type: RootEventType): Promise<void> {
    const followed = this.#followed.get(keyOf(attribute.key, type));
    if (followed?.root !== attribute.root) await this.follow(attribute, type);
  }

  /** Follows what clients had subscribed to before the attribute was there: of a device that was made anew, or a root that was away. */
  async resume(attribute: Attribute): Promise<void> {
    const { events, logger, name, server } = this.#served;
    for (const type of ROOT_EVENTS) {
      if (!events.find(type, attribute.key)?.isSubscribed(server.events.now())) continue;
      try {
        await this.keepFollowing(attribute, type);
      } catch (error) {
        logger.warn(`${type} of ${name}/${attribute.name}: ${toDevFailed(error).message}`);
      }
    }
  }

  /** Wants no events of an attribute any more, by its name in lower case. */
  leave(attribute: string): void {
    for (const type of ROOT_EVENTS) this.#unfollow(keyOf(attribute, type));
  }

  /** Subscribes to nothing any more. */
  close(): void {
    this.#isClosed = true;
    for (const key of [...this.#followed.keys()]) this.#unfollow(key);
  }

  #unfollow(key: string): void {
    const followed = this.#followed.get(key);
    this.#followed.delete(key);
    if (followed !== undefined) followed.root.unsubscribe(followed.id!);
  }

  /** The attribute is looked up again: it is another one when the type of its root has changed. */
  #sendOn(key: string, type: RootEventType, root: RootAttribute, event: RootEvent): void {
    const served = this.#served;
    const attribute = served.attributes.find(key);
    const published = served.events.find(type, key);
    if (attribute?.root !== root || !published?.isSubscribed(served.server.events.now())) {
      this.#unfollow(keyOf(key, type));
      return;
    }
    void this.#sent(attribute, type, event).catch((error) => {
      served.logger.warn(`${type} of ${served.name}/${attribute.name} is not sent on: ${error.message}`);
    });
  }

  async #sent(attribute: Attribute, type: RootEventType, event: RootEvent): Promise<void> {
    const served = this.#served;
    const published = served.events.find(type, attribute.key)!;
    if (event.err) return publishErrors(served, published, event.errors);
    if (event.event === "data_ready") return pushDataReadyEvent(served, attribute, event.ctr!);
    if (event.event === "attr_conf") {
      attribute.root!.info = event.attrConf!;
      return pushConfigurationEvent(served, followRoot(served, attribute));
    }
    return publishValue(served, published, snapshotOfRoot(attribute, event.attrValue!));
  }
}

function keyOf(attribute: string, type: RootEventType): string {
  return `${attribute} ${type}`;
}

const ROOT_EVENTS: readonly RootEventType[] = [
  "change",
  "alarm",
  "periodic",
  "archive",
  "user_event",
  "data_ready",
  "attr_conf",
];
