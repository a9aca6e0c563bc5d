import type { CallOptions } from "../../../../../src/iiop/call-options.ts";
import type { LogConsumer } from "../../../../../src/tango/server/logging/consumer-target.ts";

/** A log consumer that keeps what it is told; it can be made to fail, or to answer no more. */
export class FakeConsumer implements LogConsumer {
  readonly calls: [command: string, argument: string | readonly string[]][] = [];
  readonly timeouts: (number | undefined)[] = [];
  failure: Error | undefined;
  hangs = false;
  onCall: () => void = () => {};

  ping(options?: CallOptions): Promise<unknown> {
    return this.#answer(options);
  }

  commandInout(
    command: string,
    argument: string | readonly string[],
    options?: CallOptions,
  ): Promise<unknown> {
    this.calls.push([command, argument]);
    return this.#answer(options);
  }

  /** The messages of the records that came. */
  get messages(): string[] {
    return this.calls.flatMap(([command, argument]) => (command === "Log" ? [argument[3]!] : []));
  }

  #answer(options: CallOptions | undefined): Promise<unknown> {
    this.onCall();
    this.timeouts.push(options?.timeoutMs);
    if (this.hangs) return new Promise(() => {});
    return this.failure === undefined ? Promise.resolve() : Promise.reject(this.failure);
  }
}
