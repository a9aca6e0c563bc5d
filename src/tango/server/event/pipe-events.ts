import { errorsOf } from "../../error/to-dev-failed.ts";
import { encodeEventFrames, PIPE_PREFIX } from "../../event/message/event-message.ts";
import { DevErrorList } from "../../idl/dev-error.ts";
import { DevPipeData } from "../../idl/pipe-data.ts";
import type { PipeBlobInput } from "../../value/pipe-blob.ts";
import { encodePipeBlob } from "../../value/pipe-value.ts";
import { TimeVal } from "../../value/time-val.ts";
import { wireTime } from "../attribute/attribute-value-versions.ts";
import type { Pipe } from "../pipe/pipe.ts";
import type { ServedDevice } from "../served-device.ts";
import type { PushOptions } from "./event-socket.ts";
import { HANDED_ON } from "./server-events.ts";

/** Sends what is in a pipe, or why that cannot be told. Throws WrongData for what is no blob, as `encodePipeBlob`. */
export function pushPipeEvent(
  { events, server }: ServedDevice,
  pipe: Pipe,
  content: PipeBlobInput | Error,
  options?: PushOptions,
): Promise<void> {
  const event = events.find("pipe", pipe.key);
  if (event === undefined) return HANDED_ON;
  if (content instanceof Error) {
    const errors = errorsOf(content);
    const encoding = { prefix: PIPE_PREFIX, hasFailed: true };
    return server.events.publish(
      event,
      (counter) => encodeEventFrames(counter, DevErrorList, errors, encoding),
      options,
    );
  }
  const value = {
    name: pipe.name,
    time: wireTime(TimeVal.now()),
    data_blob: encodePipeBlob(pipe.name, content),
  };
  return server.events.publish(
    event,
    (counter) => encodeEventFrames(counter, DevPipeData, value, { prefix: PIPE_PREFIX }),
    options,
  );
}
