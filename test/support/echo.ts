import { exception } from "../../src/giop/idl/exception.ts";
import { interface_ } from "../../src/giop/idl/interface.ts";
import { attribute, op, readonlyAttribute } from "../../src/giop/idl/operation.ts";
import { double, long, octet } from "../../src/giop/idl/primitives.ts";
import { sequence } from "../../src/giop/idl/sequence.ts";
import { string } from "../../src/giop/idl/string.ts";
import type { ForwardRequest, ServantOf } from "../../src/iiop/servant.ts";

export const Refused = exception("IDL:Test/Refused:1.0", { why: string, code: long });
/** Raised by `raise`, which does not declare it. */
export const Undeclared = exception("IDL:Test/Undeclared:1.0", {});

/** The base of Echo, so that inheritance is tried too. */
export const Named = interface_("IDL:Test/Named:1.0", { ...readonlyAttribute("name", string) });

/** What the tests of the ORB call. */
export const Echo = interface_(
  "IDL:Test/Echo:1.0",
  {
    ping: op([]),
    echo: op([["value", string]], string),
    bytes: op([["value", sequence(octet)]], sequence(octet)),
    modes: op(
      [
        ["given", long],
        ["changed", long, "inout"],
        ["made", string, "out"],
      ],
      double,
    ),
    outsOnly: op([
      ["a", long, "out"],
      ["b", string, "out"],
    ]),
    refuse: op([["why", string]], long, { raises: [Refused] }),
    raise: op([]),
    note: op([["text", string]], undefined, { oneway: true }),
    wait: op([["name", string]], string),
    ...attribute("gain", double),
  },
  [Named],
);

/** A servant of Echo whose `wait(name)` ends when the test says so. */
export class EchoServant {
  readonly notes: string[] = [];
  readonly aborted: string[] = [];
  pings = 0;
  gain = 1;
  forwardTo: ForwardRequest | undefined;
  onNote: (text: string) => void = () => {};
  readonly #started = new Map<string, () => void>();
  readonly #waiting = new Map<string, (result: string) => void>();

  /** Resolves when `wait(name)` runs. */
  started(name: string): Promise<void> {
    if (this.#waiting.has(name)) return Promise.resolve();
    return new Promise((resolve) => this.#started.set(name, resolve));
  }

  /** How many calls of `wait` run. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Lets `wait(name)` return. */
  finish(name: string): void {
    const resolve = this.#waiting.get(name);
    if (resolve === undefined) throw new Error(`nobody waits for ${name}`);
    this.#waiting.delete(name);
    resolve(name);
  }

  readonly methods: ServantOf<typeof Echo> = {
    ping: () => {
      if (this.forwardTo !== undefined) throw this.forwardTo;
      this.pings++;
    },
    echo: (value) => value,
    bytes: (value) => value,
    modes: (given, changed) => ({ result: given / 2, changed: changed + given, made: `made of ${given}` }),
    outsOnly: () => ({ a: 1, b: "two" }),
    refuse: (why) => {
      if (why === "") return 7;
      if (why === "system") throw new RangeError("a bug of the servant");
      throw Refused.create({ why, code: 42 });
    },
    raise: () => {
      throw Undeclared.create({});
    },
    note: (text) => {
      this.notes.push(text);
      this.onNote(text);
    },
    wait: (name, { signal }) =>
      new Promise((resolve) => {
        this.#waiting.set(name, resolve);
        signal.addEventListener("abort", () => {
          this.aborted.push(name);
          this.#waiting.delete(name);
          resolve(name);
        });
        this.#started.get(name)?.();
        this.#started.delete(name);
      }),
    _get_name: () => "echo",
    _get_gain: () => this.gain,
    _set_gain: (value) => {
      this.gain = value;
    },
  };
}
