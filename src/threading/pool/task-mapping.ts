import { listenForAbort } from "../../iiop/abort-listener.ts";
import { CallAbortedError } from "../../iiop/call-aborted-error.ts";

/** How the inputs of a `map` become tasks. */
export interface MappingPlan<I, R> {
  /** Starts the task of one input. Aborting `signal` ends it. */
  readonly run: (input: I, signal: AbortSignal) => Promise<R>;
  /** How many inputs are taken ahead of the results that were taken. */
  readonly window: number;
  /** Whether results come in the order of the inputs, else as they are ready. */
  readonly ordered: boolean;
  /** Aborted when the user wants no more. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The results of the tasks that are made of `inputs`: an input is taken only when fewer than `window` of them are without a result that was
 * taken. The first task that fails ends it, and so does leaving the loop: tasks that still run are aborted, and no more inputs taken.
 */
export async function* mapInputs<I, R>(
  inputs: Iterable<I> | AsyncIterable<I>,
  plan: MappingPlan<I, R>,
): AsyncGenerator<R, void, undefined> {
  const over = new AbortController();
  const input = iteratorOf(inputs);
  const tasks: MappedTask<R>[] = [];
  const bell = new Bell();
  let reading = false;
  let exhausted = false;
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
    bell.ring();
  };

  const read = async () => {
    reading = true;
    try {
      const { done, value } = await input.next();
      if (done) exhausted = true;
      else if (!over.signal.aborted) start(value);
    } catch (error) {
      fail(error);
    }
    reading = false;
    bell.ring();
  };
  const start = (value: I) => {
    const task: MappedTask<R> = { outcome: undefined };
    tasks.push(task);
    plan.run(value, over.signal).then((result) => {
      task.outcome = { result };
      bell.ring();
    }, fail);
  };
  const { signal } = plan;
  const abort = () => fail(new CallAbortedError("the loop over its results", signal?.reason));
  const stopListening = signal && listenForAbort(signal, abort);
  if (signal?.aborted) abort();

  try {
    while (true) {
      if (!reading && !exhausted && tasks.length < plan.window) void read();
      const ready = plan.ordered ? 0 : tasks.findIndex(({ outcome }) => outcome !== undefined);
      const { outcome } = tasks[ready] ?? NOTHING;
      if (outcome !== undefined) {
        tasks.splice(ready, 1);
        yield outcome.result as R;
      } else if (failure !== undefined) throw failure.error;
      else if (exhausted && tasks.length === 0) return;
      else await bell.next();
    }
  } finally {
    stopListening?.();
    over.abort(new Error("the loop over its results has ended"));
    if (!exhausted) leave(input);
  }
}

/** Tells the inputs that no more are wanted. An asynchronous one may be waiting for its next: that is not waited for. */
function leave(input: Iterator<unknown> | AsyncIterator<unknown>): void {
  const told = async () => input.return?.();
  told().catch(() => undefined); // nobody is there any more whom it would concern
}

interface MappedTask<R> {
  outcome: { readonly result: R } | undefined;
}

const NOTHING: MappedTask<never> = { outcome: undefined };

/** Wakes the one who waits for it; a ring that nobody waits for is kept for the next. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async next(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#wake = undefined;
    this.#rung = false;
  }
}

function iteratorOf<I>(inputs: Iterable<I> | AsyncIterable<I>): Iterator<I> | AsyncIterator<I> {
  return Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
}
