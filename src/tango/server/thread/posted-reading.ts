import { ownMemory } from "../../../threading/port/port-message.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import {
  devFailedFromTransfer,
  devFailedToTransfer,
  type TransferredDevFailed,
} from "../../error/transferred-dev-failed.ts";
import { ImageValue } from "../../value/image-value.ts";
import { TimeVal } from "../../value/time-val.ts";

/** A value of an attribute as plain data: of what posting leaves no more than the members, an image is taken apart. */
export type PostedValue =
  | { readonly kind: "plain"; readonly value: unknown }
  | {
      readonly kind: "image";
      readonly data: ArrayLike<unknown>;
      readonly dimX: number;
      readonly dimY: number;
    };

/** What is pushed of an attribute or a pipe as plain data. */
export type PostedReading =
  | { readonly kind: "nothing" }
  | { readonly kind: "error"; readonly error: TransferredDevFailed }
  | { readonly kind: "value"; readonly value: PostedValue }
  | {
      readonly kind: "timed";
      readonly value: PostedValue;
      readonly quality: unknown;
      readonly time: { readonly parts: readonly [number, number, number] } | { readonly other: unknown };
    };

/** A value as it is posted to another thread. */
export function postedValue(value: unknown): PostedValue {
  if (!(value instanceof ImageValue)) return { kind: "plain", value: ownMemory(value) };
  const { data, dimX, dimY } = value;
  return { kind: "image", data: ownMemory(data) as typeof data, dimX, dimY };
}

/** The value that was posted. */
export function valueFromPost(posted: PostedValue): unknown {
  return posted.kind === "image"
    ? new ImageValue<unknown>(posted.data, posted.dimX, posted.dimY)
    : posted.value;
}

/** What is pushed, as it is posted to another thread: a value, `{ value, quality, time }`, an Error, or nothing. */
export function postedReading(reading: unknown): PostedReading {
  if (reading === undefined || reading === null) return { kind: "nothing" };
  if (reading instanceof Error) return { kind: "error", error: devFailedToTransfer(toDevFailed(reading)) };
  if (!isTimed(reading)) return { kind: "value", value: postedValue(reading) };
  const { value, quality, time } = reading;
  return { kind: "timed", value: postedValue(value), quality, time: postedTime(time) };
}

/** What is pushed, as a device takes it. */
export function readingFromPost(posted: PostedReading): unknown {
  switch (posted.kind) {
    case "nothing":
      return undefined;
    case "error":
      return devFailedFromTransfer(posted.error);
    case "value":
      return valueFromPost(posted.value);
    case "timed": {
      const { time } = posted;
      const moment = "parts" in time ? new TimeVal(...time.parts) : time.other;
      return { value: valueFromPost(posted.value), quality: posted.quality, time: moment };
    }
  }
}

interface Timed {
  readonly value?: unknown;
  readonly quality?: unknown;
  readonly time?: unknown;
}

/** As `takeSnapshot` tells a reading with its time from a value. */
function isTimed(reading: unknown): reading is Timed {
  return (
    typeof reading === "object" &&
    reading !== null &&
    !ArrayBuffer.isView(reading) &&
    ("value" in reading || "quality" in reading || "time" in reading)
  );
}

function postedTime(time: unknown): (PostedReading & { kind: "timed" })["time"] {
  return time instanceof TimeVal ? { parts: [time.tvSec, time.tvUsec, time.tvNsec] } : { other: time };
}
