import { outsideCallFlows } from "../../../threading/call-flow.ts";
import { PortAnswerer, type PortEnd } from "../../../threading/port/port-answerer.ts";
import type { WhenFull } from "../../../threading/port/port-caller.ts";
import { openChannel, type Port } from "../../../threading/port/port-message.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { devFailedToTransfer } from "../../error/transferred-dev-failed.ts";
import { describeArgument, wrongArgument } from "../../error/wrong-argument.ts";
import type { LogLevel } from "../../value/log-level.ts";
import type { EventDevice } from "../device/event-device.ts";
import type { ServedDevice } from "../served-device.ts";
import { type ThreadAnswers, threadAnswers } from "./thread-answers.ts";
import type { PostedThreadHandle, ThreadNotice } from "./thread-calls.ts";
import { THREAD_HANDLE_STATE } from "./thread-diagnostics.ts";
import type { EndingHandle } from "./thread-handles.ts";

/** How a thread drives a device. */
export interface ThreadHandleOptions {
  /** What the thread is, for logs and errors: `a thread` unless given. */
  readonly title?: string;
  /** How many pushes and other calls may be unacknowledged at a time; 100 unless given. */
  readonly maxUnacknowledged?: number;
  /**
   * What becomes of a push beyond these, where it does not say: "wait", unless given: it waits in the thread, in turn; "drop-newest": it is
   * dropped; "drop-oldest": the one is dropped that has waited longest, so that as many wait. One that is dropped rejects.
   */
  readonly whenFull?: WhenFull;
  /**
   * How long the end of the device waits for the thread to end, after it told it to, in milliseconds; 2000 unless given. 0 cuts it off at
   * once. Not longer than `stopTimeoutMs` when the server stops.
   */
  readonly endTimeoutMs?: number;
}

/**
 * By which a thread drives a device of a server in another thread: made by `device.threadHandle()`, and posted to the thread with its `port` in
 * the transfer list. There `DeviceThreadHandle.from` makes of it what has the methods. What stays here ends it.
 *
 * ```ts
 * const handle = this.threadHandle();
 * new Worker(url, { workerData: { device: handle }, transferList: [handle.port] });
 * ```
 */
export class ThreadHandle implements PostedThreadHandle, EndingHandle {
  readonly kind = "bandoneon.ThreadHandle";
  readonly version = 1;
  readonly device: string;
  readonly deviceClass: string;
  readonly logLevel: LogLevel;
  readonly maxUnacknowledged: number;
  readonly whenFull: WhenFull;
  /** What is to be in the transfer list. */
  readonly port: Port;
  readonly #title: string;
  readonly #endTimeoutMs: number;
  readonly #served: ServedDevice;
  readonly #answerer: PortAnswerer;
  readonly #unwatch: () => void;
  #thread = 0;

  /** For the library: a device makes them by `threadHandle()`. */
  constructor(served: ServedDevice, device: EventDevice, options: ThreadHandleOptions = {}) {
    const { title = "a thread", maxUnacknowledged = 100, whenFull = "wait", endTimeoutMs = 2000 } = options;
    if (!(Number.isInteger(maxUnacknowledged) && maxUnacknowledged > 0)) {
      const given = describeArgument(maxUnacknowledged as unknown);
      throw wrongArgument(`maxUnacknowledged is a whole number from 1 on, not ${given}`);
    }
    this.device = served.name;
    this.deviceClass = served.deviceClass.name;
    this.logLevel = served.logger.level;
    this.maxUnacknowledged = maxUnacknowledged;
    this.whenFull = whenFull;
    this.#title = title;
    this.#endTimeoutMs = endTimeoutMs;
    this.#served = served;
    if (served.threads.haveEnded) throw this.#deviceEnded();
    // The port serves many calls, whatever call it is made in.
    const [own, port] = outsideCallFlows(openChannel);
    this.port = port;
    const answers = threadAnswers(served, device, title, () => this.#thread);
    this.#answerer = new PortAnswerer(own, {
      answer: (method, args, call) =>
        outsideCallFlows(() =>
          served.server.scope.run(() => (answers[method as keyof ThreadAnswers] as AnyAnswer)(call, ...args)),
        ),
      packError: (error) => devFailedToTransfer(toDevFailed(error)),
      onHello: (thread) => {
        this.#thread = thread;
        this.#tellState("open");
      },
      onClosed: (end) => this.#onClosed(end),
    });
    this.#unwatch = served.logger.watchLevel((logLevel) =>
      this.#answerer.tell({ logLevel } satisfies ThreadNotice),
    );
    served.threads.add(this);
  }

  /** Whether the thread cannot drive the device any more: it closed its handle or is gone, or was cut off. */
  get isClosed(): boolean {
    return this.#answerer.end !== undefined;
  }

  /**
   * Tells the thread to end (its `signal` is aborted), and waits until it has closed its handle or is gone, at most as long as `endTimeoutMs` of
   * the handle, or as is given; what it still does then is rejected. The end of the device does so by itself.
   */
  async end(timeoutMs: number = this.#endTimeoutMs): Promise<void> {
    await this.#answerer.endWithin(Math.min(timeoutMs, this.#endTimeoutMs), () => this.#deviceEnded());
  }

  #onClosed(end: PortEnd): void {
    const { threads, logger, name } = this.#served;
    this.#unwatch();
    threads.delete(this);
    this.#tellState(end.how, end.unanswered);
    if (end.how === "ended") return;
    const what = end.how === "gone" ? "is gone without having closed its handle" : "was cut off";
    const lost = end.unanswered === 0 ? "" : `: ${end.unanswered} of its calls were not done`;
    const message = `${this.#title} that drives ${name} ${what}${lost}`;
    if (end.how === "gone" || end.unanswered > 0) logger.warn(message);
    else logger.debug(message);
  }

  #tellState(state: "open" | PortEnd["how"], unacknowledged = 0): void {
    if (!THREAD_HANDLE_STATE.hasSubscribers) return;
    THREAD_HANDLE_STATE.publish({ device: this.device, title: this.#title, state, unacknowledged });
  }

  #deviceEnded(): DevFailed {
    const desc =
      `The device ${this.device} is driven by ${this.#title} no more: the handle was ended, the device deleted or restarted, ` +
      "or its server stopped. Make a handle of the device as it is now";
    return new DevFailed([devError("API_ThreadHandleClosed", desc, "Device.threadHandle")]);
  }
}

type AnyAnswer = (...args: unknown[]) => unknown;
