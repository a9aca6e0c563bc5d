import type { CallOptions } from "../../iiop/call-options.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { NonSupportedFeature } from "../error/dev-failed-classes.ts";
import { describeArgument, wrongArgument } from "../error/wrong-argument.ts";
import type { DevPipeData } from "../idl/pipe-data.ts";
import type { DevicePipe, PipeBlobInput } from "../value/pipe-blob.ts";
import { type PipeInfo, pipeConfig, pipeInfoFromWire } from "../value/pipe-info.ts";
import { devicePipeFromWire, encodePipeBlob } from "../value/pipe-value.ts";
import { type CallText, plainCall } from "./call-text.ts";
import type { ConnectedDevice } from "./connected-device.ts";
import type { DeviceCall } from "./device-call.ts";
import type { DeviceConnection } from "./device-connection.ts";

/** Reads a pipe (IDL 5 and later). */
export function readPipe(
  connection: DeviceConnection,
  pipe: string,
  options: CallOptions | undefined,
): Promise<DevicePipe> {
  const text = () => pipeCall("readPipe", "read_pipe", pipe);
  const call: DeviceCall<DevPipeData, DevicePipe> = {
    send(device, callOptions) {
      refuseWithoutPipes(connection, device, text());
      return device.invoke("read_pipe_5", [pipe, device.clientIdent], callOptions);
    },
    receive: devicePipeFromWire,
    text,
  };
  return connection.call(call, options);
}

/** Writes a pipe (IDL 5 and later). */
export async function writePipe(
  connection: DeviceConnection,
  pipe: string,
  blob: PipeBlobInput,
  options: CallOptions | undefined,
): Promise<void> {
  const data = dataToWrite(pipe, blob);
  const text = () => pipeCall("writePipe", "write_pipe", pipe);
  const call: DeviceCall<void, void> = {
    send(device, callOptions) {
      refuseWithoutPipes(connection, device, text());
      return device.invoke("write_pipe_5", [data, device.clientIdent], callOptions);
    },
    receive: () => undefined,
    text,
  };
  return connection.call(call, options);
}

/** Writes a pipe and reads it, in one call that nothing comes between (IDL 5 and later). */
export async function writeReadPipe(
  connection: DeviceConnection,
  pipe: string,
  blob: PipeBlobInput,
  options: CallOptions | undefined,
): Promise<DevicePipe> {
  const data = dataToWrite(pipe, blob);
  const text = () => pipeCall("writeReadPipe", "write_read_pipe", pipe);
  const call: DeviceCall<DevPipeData, DevicePipe> = {
    send(device, callOptions) {
      refuseWithoutPipes(connection, device, text());
      return device.invoke("write_read_pipe_5", [data, device.clientIdent], callOptions);
    },
    receive: devicePipeFromWire,
    text,
  };
  return connection.call(call, options);
}

/** What a device tells of some of its pipes: as many as there are names, in their order; of all where there are no `names`. */
export function getPipeConfigs(
  connection: DeviceConnection,
  names: readonly string[] | null,
  options: CallOptions | undefined,
): Promise<PipeInfo[]> {
  // A device refuses an empty list as a CORBA exception.
  if (names?.length === 0) return Promise.resolve([]);
  const text = () => plainCall("getPipeConfig", "get_pipe_config");
  const call: DeviceCall<PipeInfo[], PipeInfo[]> = {
    async send(device, callOptions) {
      refuseWithoutPipes(connection, device, text());
      const configs = await device.invoke("get_pipe_config_5", [names ?? ALL_PIPES], callOptions);
      return configs.map(pipeInfoFromWire);
    },
    receive(infos) {
      if (names === null || infos.length === names.length) return infos;
      const desc = `Device ${connection.target.name} told of ${infos.length} pipes where ${names.length} were asked for`;
      throw new DevFailed([devError("API_IncoherentDevData", desc, text().origin)]);
    },
    text,
  };
  return connection.call(call, options);
}

/** Changes the labels and descriptions of pipes (IDL 5 and later). */
export function setPipeConfigs(
  connection: DeviceConnection,
  infos: readonly PipeInfo[],
  options: CallOptions | undefined,
): Promise<void> {
  if (infos.length === 0) return Promise.resolve();
  const text = () => plainCall("setPipeConfig", "set_pipe_config");
  const call: DeviceCall<void, void> = {
    send(device, callOptions) {
      refuseWithoutPipes(connection, device, text());
      return device.invoke("set_pipe_config_5", [infos.map(pipeConfig), device.clientIdent], callOptions);
    },
    receive: () => undefined,
    text,
  };
  return connection.call(call, options);
}

/** One configuration or several as a list of its own. Throws WrongData for what is none. */
export function pipeInfoList(config: PipeInfo | readonly PipeInfo[]): readonly PipeInfo[] {
  const infos: readonly PipeInfo[] = Array.isArray(config) ? [...config] : [config];
  for (const one of infos) {
    if (typeof one === "object" && one !== null && typeof one.name === "string") continue;
    const given = describeArgument(one as unknown);
    throw wrongArgument(`the configuration of a pipe is what getPipeConfig gives, not ${given}`);
  }
  return infos;
}

function dataToWrite(name: string, blob: PipeBlobInput) {
  return { name, time: NO_TIME, data_blob: encodePipeBlob(name, blob) };
}

/** A call for one pipe, which adds API_PipeFailed to the errors of the device. */
function pipeCall(method: string, operation: string, pipe: string): CallText {
  const level = { reason: "API_PipeFailed", action: operation, object: `, pipe ${pipe}` };
  return { origin: `DeviceProxy.${method}()`, operation, object: "", level };
}

function refuseWithoutPipes(
  connection: DeviceConnection,
  device: ConnectedDevice,
  { operation, origin }: CallText,
): void {
  if (device.idl >= 5) return;
  const desc = `Device ${connection.target.name} too old to use ${operation}() call. Please upgrade to Tango 9/IDL5`;
  throw new NonSupportedFeature([devError("API_UnsupportedFeature", desc, origin)]);
}

const ALL_PIPES: readonly string[] = ["All pipes"];

/** The device does not look at it. */
const NO_TIME = { tv_sec: 0, tv_usec: 0, tv_nsec: 0 };
