import type { CallOptions } from "../../iiop/call-options.ts";
import { type CallText, plainCall } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";

/** A call of a device: what is sent, what is made of the answer, and how errors name it. It may be sent twice: see DeviceConnection. */
export interface DeviceCall<T, R> {
  /** Sends it to a connected device. What it throws, or rejects with, is the failure of the call. */
  send(device: ConnectedDevice, options: CallOptions): Promise<T>;

  /** The result for the caller. A DevFailed that it throws goes to the caller as it is. */
  receive(answer: T, device: ConnectedDevice, options: CallOptions): R | Promise<R>;

  /** How errors name the call; asked for when it fails only. */
  text(): CallText;

  /** Called when the call fails for whatever reason. */
  onFailed?(): void;
}

/** A call that gives what the device answers, and passes its errors on as they are. */
export function plainDeviceCall<T>(
  method: string,
  operation: string,
  send: DeviceCall<T, T>["send"],
): DeviceCall<T, T> {
  return { send, receive: asIs, text: () => plainCall(method, operation) };
}

function asIs<T>(value: T): T {
  return value;
}
