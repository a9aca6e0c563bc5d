/** The command cannot do what it was asked, and changed nothing: the message says why, and what to do. Ends the process with exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  /** An error with a code says all in its message. */
  readonly code = "COMMAND_ERROR";
}
