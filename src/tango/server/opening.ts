import { CallFlow, currentCallFlow } from "../../threading/call-flow.ts";
import type { Awaitable } from "./awaitable.ts";

/**
 * The time in which a server starts, or one of its devices is made: calls from outside wait for its end, as with cppTango, which holds them
 * back while it starts. Calls that the work of the opening makes itself get through, also by way of other servers.
 */
export class Opening {
  readonly #flow = new CallFlow(currentCallFlow());
  readonly #over: Promise<void>;
  #end!: () => void;

  constructor() {
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Whether the work has ended. */
  get isOver(): boolean {
    return this.#flow.hasEnded;
  }

  /** Does the work, and ends when that has ended, well or not. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#flow.run(work);
    } finally {
      this.#flow.end();
      this.#end();
    }
  }

  /** Lets a call in: at once where it is part of the opening, or that is over, else when it is. */
  enter<T>(work: () => Awaitable<T>): Awaitable<T> {
    if (this.#flow.hasEnded || currentCallFlow()?.isWithin(this.#flow)) return work();
    return this.#over.then(work);
  }
}
