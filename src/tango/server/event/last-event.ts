import type { DevError } from "../../error/dev-error.ts";
import type { AttrQuality } from "../../idl/enums.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { elementsOf } from "../attribute/attribute-value-versions.ts";
import { ownSnapshot } from "../attribute/value-part.ts";
import { type ChangeCriteria, hasValueChanged } from "./value-change.ts";

/** What was sent last of one kind of event of an attribute, with which the next reading is compared. */
export class LastEvent {
  #isThere = false;
  /** null where it was not kept. */
  #elements: ArrayLike<unknown> | null = null;
  #quality: AttrQuality = "ATTR_VALID";
  #errors: readonly DevError[] = NO_ERRORS;

  /** Notes that this reading is sent. A failure leaves value and quality as they were. */
  note(snapshot: AttributeSnapshot): void {
    this.#isThere = true;
    this.#errors = snapshot.errors;
    if (snapshot.errors.length > 0) return;
    this.#quality = snapshot.quality;
    this.#elements = elementsOf(ownSnapshot(snapshot));
  }

  /** Notes that this reading is sent, but not its value: nobody is going to compare it. */
  noteOutcome({ errors, quality }: AttributeSnapshot): void {
    this.#isThere = true;
    this.#elements = null;
    this.#errors = errors;
    if (errors.length === 0) this.#quality = quality;
  }

  /** Forgets failure and quality: events are no longer compared with what was before (cppTango, Attribute::set_change_event). */
  clear(): void {
    this.#errors = NO_ERRORS;
    this.#quality = "ATTR_VALID";
  }

  /** Whether a reading is worth a change event, or, by its criteria, an archive event. */
  isChangedBy(snapshot: AttributeSnapshot, criteria: () => ChangeCriteria): boolean {
    if (!this.#isThere) return true;
    if (this.#hasOtherOutcome(snapshot)) return true;
    if (snapshot.errors.length > 0) return false;
    if (snapshot.quality !== this.#quality) return true;
    if (snapshot.quality === "ATTR_INVALID") return false;
    if (this.#elements === null) return true;
    return hasValueChanged(snapshot.dataType, this.#elements, elementsOf(snapshot), criteria());
  }

  /** Whether a reading is worth an alarm event: it fails or no longer does, or its quality becomes or was one of alarm. */
  isAlarmedBy(snapshot: AttributeSnapshot): boolean {
    if (!this.#isThere) return true;
    if (this.#hasOtherOutcome(snapshot)) return true;
    if (snapshot.errors.length > 0 || snapshot.quality === this.#quality) return false;
    return isAlarm(snapshot.quality) || isAlarm(this.#quality);
  }

  /** Whether it failed and did not, or the other way round, or for another reason. */
  #hasOtherOutcome({ errors }: AttributeSnapshot): boolean {
    return !areSame(errors, this.#errors);
  }
}

function isAlarm(quality: AttrQuality): boolean {
  return quality === "ATTR_ALARM" || quality === "ATTR_WARNING";
}

function areSame(some: readonly DevError[], others: readonly DevError[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, i) => {
      const other = others[i]!;
      return (
        one.reason === other.reason &&
        one.severity === other.severity &&
        one.desc === other.desc &&
        one.origin === other.origin
      );
    })
  );
}

const NO_ERRORS: readonly DevError[] = [];
