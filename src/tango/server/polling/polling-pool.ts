/**
 * What cppTango keeps in the properties `polling_threads_pool_size` and `polling_threads_pool_conf` of the admin device: how many threads
 * poll, and the devices of each. Here each device is polled on its own, whatever these say; but they are shown and changed by tools, so
 * they are kept as cppTango keeps them. Device names are in lower case.
 */
export class PollingPool {
  /** How many threads there may be. */
  readonly size: number;
  #threads: string[][];

  /** The pool that the lines of the two properties describe; of one thread unless they say otherwise. */
  constructor(size: readonly string[] = [], conf: readonly string[] = []) {
    this.size = Math.max(1, Number.parseInt(size[0] ?? "", 10) || 1);
    this.#threads = joinedLines(conf).map((line) => line.toLowerCase().split(","));
  }

  /**
   * Brings the pool to what is polled now. A device goes to the thread that the configuration has for it, else to a new one as long as
   * there may be more, else to the one with the fewest devices. Gives whether anything changed.
   */
  update(polled: Iterable<string>): boolean {
    const before = this.#threads;
    const devices = new Set(Array.from(polled, (device) => device.toLowerCase()));
    const seen = new Set<string>();
    const isNew = (device: string) => {
      if (!devices.has(device) || seen.has(device)) return false;
      seen.add(device);
      return true;
    };
    const threads = before.map((thread) => thread.filter(isNew)).filter((thread) => thread.length > 0);
    const tooMany = threads.splice(this.size).flat();
    for (const device of [...tooMany, ...[...devices].filter(isNew)]) {
      const [least] = [...threads].sort((a, b) => a.length - b.length);
      if (least === undefined || threads.length < this.size) threads.push([device]);
      else least.push(device);
    }
    this.#threads = threads;
    return before.join("\n") !== threads.join("\n");
  }

  /** The lines of `polling_threads_pool_conf`: a thread each, of which long ones go on behind a backslash. */
  lines(): string[] {
    return this.#threads.flatMap((thread) => brokenLine(thread.join(",")));
  }
}

function joinedLines(lines: readonly string[]): string[] {
  const text = lines.map((line) => (line.endsWith("\\") ? line.slice(0, -1) : `${line}\n`)).join("");
  return text.split("\n").filter((line) => line !== "");
}

function brokenLine(line: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (; at + MAX_LINE < line.length; at += MAX_LINE) parts.push(`${line.slice(at, at + MAX_LINE)}\\`);
  return [...parts, line.slice(at)];
}

/** cppTango's MaxDevPropLength. */
const MAX_LINE = 255;
