import type { CallOptions } from "../../iiop/call-options.ts";
import { type Names, oneName, severalNames } from "../naming/name-list.ts";
import type { DevicePipe, PipeBlobInput } from "../value/pipe-blob.ts";
import type { PipeInfo } from "../value/pipe-info.ts";
import { LockedDevice } from "./locked-device.ts";
import {
  getPipeConfigs,
  pipeInfoList,
  readPipe,
  setPipeConfigs,
  writePipe,
  writeReadPipe,
} from "./pipe-calls.ts";

/** The part of a DeviceProxy that is about the pipes of its device (IDL 5 and later). */
export abstract class PipeDevice extends LockedDevice {
  /**
   * Reads a pipe: named values, each with a type of its own. API_PipeNotFound where the device has none of this name, whose case does not
   * matter.
   */
  async readPipe(name: string, options?: CallOptions): Promise<DevicePipe> {
    return readPipe(this.connection, oneName(name), options);
  }

  /** Writes a pipe: `{ name: "scan", elements: [{ name: "points", type: "DevLong", value: 100 }] }`. */
  async writePipe(name: string, blob: PipeBlobInput, options?: CallOptions): Promise<void> {
    return writePipe(this.connection, oneName(name), blob, options);
  }

  /** Writes a pipe and reads it, with nobody in between. */
  async writeReadPipe(name: string, blob: PipeBlobInput, options?: CallOptions): Promise<DevicePipe> {
    return writeReadPipe(this.connection, oneName(name), blob, options);
  }

  /** The names of the pipes. */
  async getPipeList(options?: CallOptions): Promise<string[]> {
    return (await getPipeConfigs(this.connection, null, options)).map(({ name }) => name);
  }

  /** What the device tells of one pipe, of several, or of all. */
  getPipeConfig(name: string, options?: CallOptions): Promise<PipeInfo>;
  getPipeConfig(names?: readonly string[], options?: CallOptions): Promise<PipeInfo[]>;
  async getPipeConfig(names?: Names, options?: CallOptions): Promise<PipeInfo | PipeInfo[]> {
    if (names === undefined) return getPipeConfigs(this.connection, null, options);
    if (typeof names !== "string") return getPipeConfigs(this.connection, severalNames(names), options);
    const [info] = await getPipeConfigs(this.connection, [names], options);
    return info!;
  }

  /** Changes the label and the description of one pipe or of several. */
  async setPipeConfig(config: PipeInfo | readonly PipeInfo[], options?: CallOptions): Promise<void> {
    return setPipeConfigs(this.connection, pipeInfoList(config), options);
  }
}
