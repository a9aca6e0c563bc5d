// A device server: a power supply, simulated, that ramps its current. docs/device-servers.md goes through it.
//
//   npx tsx examples/power-supply.ts lab                                             with a Tango database that knows PowerSupply/lab
//   npx tsx examples/power-supply.ts lab -nodb -dlist lab/supply/1 -ORBendPoint giop:tcp::11001            without one; then
//   npx tsx src/cli/main.ts read 'tango://127.0.0.1:11001/lab/supply/1/current#dbase=no'
import { attribute, command, Device, deviceProperty, runServer } from "../src/index.ts";

class PowerSupply extends Device {
  /** From the database; 100 where it says nothing. */
  @deviceProperty({ dtype: "DevDouble", doc: "amperes per second" }) accessor rampRate = 100;

  /** Read and written as it stands here; the value last written is set again when the server starts. */
  @attribute({
    dtype: "DevDouble",
    unit: "V",
    minValue: 0,
    maxValue: 400,
    memorized: true,
    hwMemorized: true,
  })
  accessor voltageLimit = 230;

  #current = 0;
  #ramp: NodeJS.Timeout | undefined;

  /** Read by this method, and written by the one that it names, unless `isReady` says no. */
  @attribute({
    dtype: "DevDouble",
    unit: "A",
    format: "%5.2f",
    minValue: 0,
    maxValue: 10,
    maxWarning: 9,
    write: "setCurrent",
    isAllowed: "isReady",
  })
  current() {
    return this.#current;
  }

  setCurrent(amperes: number): void {
    this.#current = amperes;
  }

  @attribute({ dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 64, unit: "A" })
  async ripple() {
    const samples = Float64Array.from({ length: 64 }, (_, i) => this.#current + 0.01 * Math.sin(i));
    return { value: samples, quality: this.#ramp === undefined ? "ATTR_VALID" : "ATTR_CHANGING" } as const;
  }

  /** The client has its answer when the ramp has begun; that it goes on, the state tells. */
  @command({ dtypeIn: "DevDouble", docIn: "amperes", isAllowed: "isOn" })
  ramp(target: number): void {
    this.setState("MOVING");
    this.infoStream("ramping from %d to %d A", this.#current, target);
    this.#ramp = setInterval(() => {
      const step = (this.rampRate * TICK_MS) / 1000;
      const missing = target - this.#current;
      if (Math.abs(missing) > step) this.#current += Math.sign(missing) * step;
      else this.#endRamp(target);
    }, TICK_MS);
  }

  isOn(): boolean {
    return this.getState() === "ON";
  }

  isReady(request: "READ_REQ" | "WRITE_REQ"): boolean {
    return request === "READ_REQ" || this.isOn();
  }

  /** When the server starts, and by the command Init: the properties are there. */
  override initDevice(): void {
    this.setState("ON");
  }

  /** When the server ends, and before Init: nothing is to be left that could go on. */
  override deleteDevice(): void {
    clearInterval(this.#ramp);
    this.#ramp = undefined;
  }

  #endRamp(target: number): void {
    clearInterval(this.#ramp);
    this.#ramp = undefined;
    this.#current = target;
    this.setState("ON");
  }
}

const TICK_MS = 10;

await runServer([PowerSupply], { executable: "PowerSupply" });
