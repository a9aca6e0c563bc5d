import type { EventType } from "../../event/message/event-type.ts";
import type { Attribute } from "../attribute/attribute.ts";
import type { ServedDevice } from "../served-device.ts";

/** What the code of a device knows and decides of the events of one of its attributes. */
export abstract class EventedAttribute {
  readonly #served: ServedDevice;
  readonly #attribute: Attribute;

  constructor(served: ServedDevice, attribute: Attribute) {
    this.#served = served;
    this.#attribute = attribute;
  }

  /** Whether the device said that it pushes change events. */
  isChangeEvent(): boolean {
    return this.#attribute.events.change.isPushed;
  }

  /** Whether change events that it pushes are only sent where the criteria are met. */
  isCheckChangeCriteria(): boolean {
    return this.#attribute.events.change.isChecked;
  }

  /** Says that the device pushes change events: see `setChangeEvent` of devices. */
  setChangeEvent(implemented: boolean, detect = true): void {
    this.#attribute.events.setPushed("change", implemented, detect);
  }

  /** Whether a client has subscribed to change events. */
  changeEventSubscribed(): boolean {
    return this.#isSubscribed("change");
  }

  /** Whether the device said that it pushes alarm events. */
  isAlarmEvent(): boolean {
    return this.#attribute.events.alarm.isPushed;
  }

  /** Whether alarm events that it pushes are only sent where a quality or failure has changed. */
  isCheckAlarmCriteria(): boolean {
    return this.#attribute.events.alarm.isChecked;
  }

  /** Says that the device pushes alarm events. */
  setAlarmEvent(implemented: boolean, detect = true): void {
    this.#attribute.events.setPushed("alarm", implemented, detect);
  }

  /** Whether a client has subscribed to alarm events. */
  alarmEventSubscribed(): boolean {
    return this.#isSubscribed("alarm");
  }

  /** Whether the device said that it pushes archive events. */
  isArchiveEvent(): boolean {
    return this.#attribute.events.archive.isPushed;
  }

  /** Whether archive events that it pushes are only sent where the criteria are met. */
  isCheckArchiveCriteria(): boolean {
    return this.#attribute.events.archive.isChecked;
  }

  /** Says that the device pushes archive events. */
  setArchiveEvent(implemented: boolean, detect = true): void {
    this.#attribute.events.setPushed("archive", implemented, detect);
  }

  /** Whether a client has subscribed to archive events. */
  archiveEventSubscribed(): boolean {
    return this.#isSubscribed("archive");
  }

  /** Whether the device said that it pushes data ready events. */
  isDataReadyEvent(): boolean {
    return this.#attribute.events.isDataReadyPushed;
  }

  /** Says that the device pushes data ready events. */
  setDataReadyEvent(implemented: boolean): void {
    this.#attribute.events.isDataReadyPushed = implemented;
  }

  /** Whether a client has subscribed to data ready events. */
  dataReadyEventSubscribed(): boolean {
    return this.#isSubscribed("data_ready");
  }

  /** Whether a client has subscribed to periodic events. */
  periodicEventSubscribed(): boolean {
    return this.#isSubscribed("periodic");
  }

  /** Whether a client has subscribed to user events. */
  userEventSubscribed(): boolean {
    return this.#isSubscribed("user_event");
  }

  /** Whether a client has subscribed to the events of its configuration. */
  attrConfEventSubscribed(): boolean {
    return this.#isSubscribed("attr_conf");
  }

  #isSubscribed(type: EventType): boolean {
    const { events, server } = this.#served;
    return events.find(type, this.#attribute.key)?.isSubscribed(server.events.now()) ?? false;
  }
}
