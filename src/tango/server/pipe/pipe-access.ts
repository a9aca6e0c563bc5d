import type { InputOf } from "../../../giop/idl/codec.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { DevPipeData } from "../../idl/pipe-data.ts";
import type { PipeBlobInput } from "../../value/pipe-blob.ts";
import { decodePipeBlob, encodePipeBlob } from "../../value/pipe-value.ts";
import { TimeVal } from "../../value/time-val.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { PipeReqType } from "../definition/pipe-definition.ts";
import type { ServedDevice } from "../served-device.ts";
import type { Pipe } from "./pipe.ts";

/**
 * Reads a pipe of a device; to be called under its monitor. Fails with API_PipeNotFound, API_PipeNotAllowed, API_PipeValueNotSet where the
 * device's method gives nothing, and as `encodePipeBlob` where it gives what is no blob.
 */
export function readPipe(served: ServedDevice, name: string): Awaitable<InputOf<typeof DevPipeData>> {
  const pipe = served.pipes.get(name);
  return whenAllowed(served, pipe, "READ_REQ", name, () => {
    const { tvSec, tvUsec, tvNsec } = TimeVal.now();
    const time = { tv_sec: tvSec, tv_usec: tvUsec, tv_nsec: tvNsec };
    return andThen(pipe.definition.read.call(served.device), (blob) => {
      if (blob === undefined || blob === null) {
        throw failure("API_PipeValueNotSet", `Value for pipe ${name} has not been updated`);
      }
      // The client gets the name in its own spelling.
      return { name, time, data_blob: encodePipeBlob(name, blob as PipeBlobInput) };
    });
  });
}

/**
 * Writes a pipe of a device; to be called under its monitor. Fails with API_PipeNotFound, API_PipeNotWritable, API_PipeNotAllowed.
 */
export function writePipe(served: ServedDevice, { name, data_blob }: DevPipeData): Awaitable<void> {
  const pipe = served.pipes.get(name);
  const { write } = pipe.definition;
  if (write === undefined) throw failure("API_PipeNotWritable", `Pipe ${name} is not writable`);
  return whenAllowed(served, pipe, "WRITE_REQ", name, () =>
    write.call(served.device, decodePipeBlob(data_blob)),
  );
}

function whenAllowed<T>(
  { device }: ServedDevice,
  { definition }: Pipe,
  request: PipeReqType,
  name: string,
  work: () => Awaitable<T>,
): Awaitable<T> {
  return andThen(device.alwaysExecutedHook(), () =>
    andThen(definition.isAllowed?.call(device, request) ?? true, (allowed) => {
      if (allowed) return work();
      const action = request === "READ_REQ" ? "read" : "write";
      throw failure("API_PipeNotAllowed", `It is currently not allowed to ${action} pipe ${name}`);
    }),
  );
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "accessPipe")]);
}
