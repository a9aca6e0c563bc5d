import { attribute, command, Device, deviceProperty } from "bandoneon";

/** A device that counts: put what yours does in its place. */
export class MyDevice extends Device {
  #count = 0;

  /** A property: as the Tango database has it for the device, else 100. */
  @deviceProperty({ dtype: "DevLong", doc: "How far it counts" })
  accessor limit = 100;

  /** An attribute that clients read and write. */
  @attribute({ dtype: "DevLong", minValue: 1, doc: "What Add adds" })
  accessor step = 1;

  /** An attribute that clients read. It could be a method, asynchronous too. */
  @attribute({ dtype: "DevLong", doc: "What was counted" })
  get count() {
    return this.#count;
  }

  /** A command. What it throws goes to the client. */
  @command({ name: "Add", dtypeOut: "DevLong", docOut: "What was counted" })
  async add() {
    if (this.#count + this.step > this.limit) throw new Error(`it counts to ${this.limit} and no further`);
    this.#count += this.step;
    return this.#count;
  }

  /** Called at the start, and again by the command Init; the properties are there. */
  override initDevice() {
    this.#count = 0;
    this.setState("ON");
  }
}
