import type { ErrorTransfer } from "../../threading/pool/error-transfer.ts";
import {
  errorFromTransfer,
  errorToTransfer,
  type TransferredError,
} from "../error/transferred-dev-failed.ts";

/** How a pool hands errors over: a DevFailed whole, with its class, stacks and causes; others with name, message, stack and causes. */
export const TRANSFERRED_ERRORS: ErrorTransfer = {
  pack: errorToTransfer,
  unpack: (packed) => errorFromTransfer(packed as TransferredError),
};
