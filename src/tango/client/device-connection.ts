import { SystemException } from "../../giop/exception/system-exception.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import type { OrbContext } from "../../threading/orb-context.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { ConnectionFailed } from "../error/dev-failed-classes.ts";
import { toDevFailed } from "../error/to-dev-failed.ts";
import type { DevSource } from "../idl/enums.ts";
import { limitOf, withDeadline } from "./call-deadline.ts";
import {
  callFailed,
  connectionFailed,
  isLost,
  isTimeout,
  lockLost,
  timedOut,
  withCallLevel,
} from "./call-failure.ts";
import { checkedSource, checkedTimeout } from "./checked-settings.ts";
import { ConnectedDevice } from "./connected-device.ts";
import type { ConnectionTarget, ResolvedTarget } from "./connection-target.ts";
import { ContextIdent } from "./context-ident.ts";
import type { DeviceCall } from "./device-call.ts";
import { narrow } from "./narrow.ts";
import { waitFor } from "./wait-for.ts";

/** How a connection behaves; all can be changed later but the clock. */
export interface ConnectionOptions {
  /** The longest a call may take, in milliseconds; 0 and Infinity mean without end. 3000 unless given, as cppTango. */
  readonly timeoutMs?: number;
  /** Where readings are taken from. CACHE_DEV unless given. */
  readonly source?: DevSource;
  /** Whether a call whose connection is lost reconnects and is made once more. true unless given. */
  readonly transparencyReconnection?: boolean;
  /** Milliseconds that only grow: what the delay between attempts to connect is measured with. */
  readonly now?: () => number;
}

/** Who has locked the device of a connection. */
export interface LockHolder {
  /** Whether it still thinks that it has. */
  readonly holdsLock: boolean;
  /** The lock is gone, with the connection. */
  loseLock(reason: DevFailed): void;
}

/**
 * The connection to one device. It is made by the first call that needs it; there is never more than one attempt at a time, however
 * many calls wait for it.
 *
 * ```
 *                    found, narrowed, alive
 *   disconnected ----------------------------> connected
 *        ^   ^                                     |
 *        |   +---------- call lost ----------------+
 *        +-- attempt failed: for one second, new calls fail at once (as in cppTango)
 * ```
 * A lost call is made once more over a new connection, unless transparency reconnection is off, or the device was
 * locked: then its holder must know that the lock was lost as well. Every error is a DevFailed with the stack that cppTango gives.
 */
export class DeviceConnection {
  readonly context: OrbContext;
  readonly target: ConnectionTarget;
  source: DevSource;
  transparencyReconnection: boolean;
  /** Who has locked the device through this connection's proxy. */
  lockHolder: LockHolder | null = null;
  #options: { readonly timeoutMs: number };
  readonly #now: () => number;
  readonly #onConnected: () => void;
  #device: ConnectedDevice | null = null;
  #attempt: Promise<ConnectedDevice> | null = null;
  /** The device that is pinged because a call of it timed out. */
  #probed: ConnectedDevice | null = null;
  #lastFailure: { readonly at: number; readonly error: unknown } | null = null;
  #closed = false;

  /** `onConnected` is called each time when the device has been connected to. */
  constructor(
    context: OrbContext,
    target: ConnectionTarget,
    options: ConnectionOptions = {},
    onConnected: () => void = () => {},
  ) {
    this.#onConnected = onConnected;
    this.context = context;
    this.target = target;
    this.source = checkedSource(options.source ?? "CACHE_DEV");
    this.transparencyReconnection = options.transparencyReconnection ?? true;
    this.#options = { timeoutMs: checkedTimeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS) };
    this.#now = options.now ?? (() => performance.now());
  }

  /** The longest a call may take, in milliseconds; 0 means without end. */
  get timeoutMs(): number {
    return this.#options.timeoutMs;
  }

  set timeoutMs(timeoutMs: number) {
    this.#options = { timeoutMs };
  }

  /** Whether the device answered the last time it was called. */
  get isConnected(): boolean {
    return this.#device !== null && !this.context.isClosed;
  }

  /** The device, when there is a connection. */
  get device(): ConnectedDevice | null {
    return this.isConnected ? this.#device : null;
  }

  /** Why no call can be made at all; null when one can. */
  get unusable(): DevFailed | null {
    if (this.context.isClosed) return this.#contextClosed();
    if (!this.#closed) return null;
    const desc = `The proxy of device ${this.target.name} has been closed: make another one`;
    return new ConnectionFailed([devError("API_CantConnectToDevice", desc, CONNECT)]);
  }

  /** Makes a call. Without an established connection it connects first. */
  call<T, R>(call: DeviceCall<T, R>, options: CallOptions | undefined): Promise<R> {
    const device = this.#device;
    let limited: CallOptions | undefined;
    if (options !== undefined) {
      try {
        limited = withDeadline(options);
      } catch (error) {
        return Promise.reject(error);
      }
    }
    if (device === null || this.#closed || this.context.isClosed) {
      return this.#connectAndCall(call, limited, false);
    }
    const callOptions = this.#callOptions(limited);
    // The way of almost every call: one request, one promise.
    try {
      return call.send(device, callOptions).then(
        (answer) => call.receive(answer, device, callOptions),
        (error) => this.#recover(error, call, device, limited, false),
      );
    } catch (error) {
      return Promise.reject(this.#failed(error, call));
    }
  }

  /** The connected device, connecting where needed. */
  async connect(options?: CallOptions): Promise<ConnectedDevice> {
    return this.#connected(withDeadline(options));
  }

  #connected(options: CallOptions | undefined): Promise<ConnectedDevice> {
    const { unusable } = this;
    if (unusable !== null) return Promise.reject(unusable);
    if (this.#device !== null) return Promise.resolve(this.#device);
    if (this.#attempt === null) {
      const delayed = this.#delayed();
      if (delayed !== null) return Promise.reject(delayed);
      this.#attempt = this.#connect().finally(() => {
        this.#attempt = null;
      });
    }
    return waitFor(this.#attempt, options, this.target.name);
  }

  /** No call can be made any more. The sockets belong to the context, which other objects share. */
  close(): void {
    this.#closed = true;
    this.#device = null;
  }

  async #connectAndCall<T, R>(
    call: DeviceCall<T, R>,
    options: CallOptions | undefined,
    isRepeated: boolean,
  ): Promise<R> {
    let device: ConnectedDevice;
    try {
      device = await this.#connected(options);
    } catch (error) {
      call.onFailed?.();
      const text = call.text();
      throw withCallLevel(toDevFailed(error, text.origin), text, this.target.name);
    }
    const callOptions = this.#callOptions(options);
    let answer: T;
    try {
      answer = await call.send(device, callOptions);
    } catch (error) {
      return this.#recover(error, call, device, options, isRepeated);
    }
    return call.receive(answer, device, callOptions);
  }

  /** What becomes of a call that failed: a second attempt, or the error for its caller. */
  #recover<T, R>(
    error: unknown,
    call: DeviceCall<T, R>,
    device: ConnectedDevice,
    options: CallOptions | undefined,
    isRepeated: boolean,
  ): Promise<R> {
    if (this.context.isClosed) return Promise.reject(this.#contextClosed(error));
    if (isTimeout(error)) {
      if (error.completed === "NO") this.#drop(device);
      else this.#probe(device);
      call.onFailed?.();
      const timeoutMs = limitOf(options) ?? this.timeoutMs;
      return Promise.reject(timedOut(error, call.text(), this.target.name, timeoutMs));
    }
    if (error instanceof SystemException) this.#drop(device);
    if (isLost(error) && this.lockHolder?.holdsLock) {
      // Another has taken its place, over which the device may have been locked: that lock is not lost, and was not meant for this call.
      if (this.#device !== null) return Promise.reject(this.#failed(error, call));
      call.onFailed?.();
      const failure = lockLost(error, call.text(), this.target.name);
      this.lockHolder.loseLock(failure);
      return Promise.reject(failure);
    }
    if (isLost(error) && !isRepeated && this.transparencyReconnection) {
      return this.#connectAndCall(call, options, true);
    }
    return Promise.reject(this.#failed(error, call));
  }

  #failed<T, R>(error: unknown, call: DeviceCall<T, R>): DevFailed {
    call.onFailed?.();
    return callFailed(error, call.text(), this.target.name);
  }

  /**
   * A call timed out. cppTango pings before it tells its caller, who then waits for twice or three times the limit he set; here the
   * caller knows at once, and the ping only decides whether the next call finds the device anew. One is enough for all calls that
   * time out meanwhile.
   */
  #probe(device: ConnectedDevice): void {
    if (this.#probed === device) return;
    this.#probed = device;
    const options = { timeoutMs: this.timeoutMs || DEFAULT_TIMEOUT_MS };
    device
      .invoke("ping", [], options)
      .catch((error: unknown) => {
        if (isLost(error) || isTimeout(error)) this.#drop(device);
      })
      .finally(() => {
        if (this.#probed === device) this.#probed = null;
      });
  }

  /** Forgets this connection, unless another has taken its place. */
  #drop(device: ConnectedDevice): void {
    if (this.#device === device) this.#device = null;
  }

  async #connect(): Promise<ConnectedDevice> {
    try {
      const options = this.#options;
      const device = await this.#reach(await this.target.resolve(options), options);
      await this.target.onConnected?.(device, options);
      if (!this.#closed) this.#device = device;
      this.#lastFailure = null;
      this.#onConnected();
      return device;
    } catch (error) {
      if (this.context.isClosed) throw this.#contextClosed(error);
      const failure =
        error instanceof SystemException ? connectionFailed(error, this.target.failure(error)) : error;
      this.#lastFailure = { at: this.#now(), error: failure };
      throw failure;
    }
  }

  async #reach(target: ResolvedTarget, options: CallOptions): Promise<ConnectedDevice> {
    const reference = this.context.orb.object(target.reference);
    const idl = await narrow(reference, options);
    if (idl === 0) {
      const desc = `Failed to connect to device ${this.target.name} (device nil after _narrowing)`;
      throw new ConnectionFailed([devError("API_CantConnectToDevice", desc, CONNECT)]);
    }
    return new ConnectedDevice(reference, idl, target.access, ContextIdent.of(this.context));
  }

  /** The error of an attempt that comes less than a second after one that failed; null when it may be made. */
  #delayed(): DevFailed | null {
    const last = this.#lastFailure;
    if (last === null || this.#now() - last.at >= RECONNECTION_DELAY_MS) return null;
    if (last.error instanceof DevFailed && isLasting(last.error)) return last.error;
    const desc =
      `Failed to connect to device ${this.target.name}\nThe connection request was delayed.\n` +
      `The last connection request was done less than ${RECONNECTION_DELAY_MS} ms ago`;
    return new DevFailed([devError("API_CantConnectToDevice", desc, CONNECT)], { cause: last.error });
  }

  /** The error of an object whose context was closed, before or while it was used. */
  #contextClosed(cause?: unknown): DevFailed {
    try {
      this.context.throwIfClosed(`the proxy of device ${this.target.name}`);
    } catch (error) {
      return toDevFailed(error, CONNECT);
    }
    return toDevFailed(cause, CONNECT);
  }

  /** The options of one request: where the caller set no limit, that of this connection. */
  #callOptions(options: CallOptions | undefined): CallOptions {
    if (options === undefined) return this.#options;
    return limitOf(options) === undefined ? { ...options, timeoutMs: this.timeoutMs } : options;
  }
}

/** What says more than that an attempt was delayed, and is as true as it was a moment ago. */
function isLasting({ errors }: DevFailed): boolean {
  const reason = errors.at(-1)?.reason;
  return reason === "API_DeviceNotExported" || reason === "API_CantConnectToDatabase";
}

/** As cppTango's CLNT_TIMEOUT. */
const DEFAULT_TIMEOUT_MS = 3000;
/** As cppTango's RECONNECTION_DELAY. */
const RECONNECTION_DELAY_MS = 1000;
const CONNECT = "DeviceConnection.connect()";
