import { ThreadHandle, type ThreadHandleOptions } from "../thread/thread-handle.ts";
import { checkWorkerTask, type WorkerTask } from "../worker/worker-task.ts";
import { SERVED } from "./device-object.ts";
import { DynamicDevice } from "./dynamic-device.ts";

/** How a device is driven from other threads. */
export abstract class ThreadedDevice extends DynamicDevice {
  /**
   * Makes a handle by which a thread of this program drives the device: pushes its events, sets its state and status, logs, reads and writes its
   * attributes. It is posted to the thread with its `port` in the transfer list; there `DeviceThreadHandle.from(received)` takes it. It ends
   * when the thread closes it or is gone, and with the device. Throws API_ThreadHandleClosed where the device has ended, API_InvalidArgs
   * for options that are none.
   *
   * ```ts
   * const handle = this.threadHandle({ title: "the digitizer" });
   * this.#worker = new Worker(new URL("./digitizer.js", import.meta.url), { workerData: { device: handle }, transferList: [handle.port] });
   * ```
   */
  threadHandle(options?: ThreadHandleOptions): ThreadHandle {
    return new ThreadHandle(this[SERVED], this, options);
  }

  /**
   * Runs a function of a module (see `workerModule`) in one of the workers of the server, so that what it calculates stalls no device of the
   * process. A method that waits for it holds the monitor of the device as in any other wait. Rejects with what the function throws (a
   * DevFailed whole), with a WorkerDiedError, a TaskTimeoutError, a PoolQueueFullError, and with a PoolClosedError when the server ends.
   */
  runInWorker<A extends readonly unknown[], R>(task: WorkerTask<A, R>, ...args: A): Promise<R> {
    checkWorkerTask("runInWorker()", task);
    return this[SERVED].server.workers.run(task as WorkerTask, args) as Promise<R>;
  }
}
