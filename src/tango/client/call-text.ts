import type { Reason } from "../error/reason.ts";

/** How the errors of a call name it. The words are cppTango's, since programs and people look for them. */
export interface CallText {
  /** Where in this library: `DeviceProxy.readAttribute()`. */
  readonly origin: string;
  /** What was lost with the connection: `Failed to execute <operation> on device <name><object>`. */
  readonly operation: string;
  /** What of the device was called for, in errors of the connection: `, command DevVoid`, or "". */
  readonly object: string;
  /** What is appended to an error stack of the device; null for calls that pass such errors on as they are. */
  readonly level: LevelText | null;
  /** Whether the errors of several attributes become a NamedDevFailedList; else the first one's are the error of the call. */
  readonly listsFailures?: boolean;
}

/** `Failed to <action> on device <name><object>`, as `Failed to read_attribute on device sys/tg_test/1, attribute ampli`. */
export interface LevelText {
  readonly reason: Reason;
  readonly action: string;
  readonly object: string;
}

/** A call that passes the errors of the device on as they are: ping, info, queries, histories. */
export function plainCall(method: string, operation: string): CallText {
  return { origin: `DeviceProxy.${method}()`, operation, object: "", level: null };
}

/** A call for one or several attributes, which adds API_AttributeFailed to the errors of the device. */
export function attributeCall(method: string, operation: string, object: string): CallText {
  const level = { reason: "API_AttributeFailed", action: operation, object };
  return { origin: `DeviceProxy.${method}()`, operation, object: "", level };
}

/** The execution of a command, which adds API_CommandFailed to the errors of the device. */
export function commandCall(command: string): CallText {
  const object = `, command ${command}`;
  const level = { reason: "API_CommandFailed", action: "execute command_inout", object };
  return { origin: "Connection.commandInout()", operation: "command_inout", object, level };
}
