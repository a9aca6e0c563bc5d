/**
 * How errors cross the border of a worker. What a posted Error keeps by itself is little: its message, but neither its class nor its
 * cause. A pool is made with the transfer that knows the errors of its tasks; both ends of the border must use the same one.
 */
export interface ErrorTransfer {
  /** The error, or whatever was thrown in its place, as plain data that can be posted. */
  pack(error: unknown): unknown;
  /** The error out of what `pack` gave in the other thread or process. */
  unpack(packed: unknown): Error;
}
