/** A line of a program, found in the stack only when somebody wants to read it. */
export class CallSite {
  declare readonly stack?: string;

  /** The line that called `method`, which is somewhere below on the stack. */
  constructor(method: (...args: never[]) => unknown) {
    Error.captureStackTrace(this, method);
  }

  /** File without folder, and line: `pump.ts:12`; `(unknown):0` where the stack does not tell, as in cppTango. */
  toString(): string {
    const frame = this.stack?.split("\n").find((line) => line.startsWith("    at "));
    const place = frame === undefined ? null : /([^/\\(]+:\d+):\d+\)?$/.exec(frame);
    return place === null ? "(unknown):0" : place[1]!;
  }
}
