import type { TangoEvent } from "../../src/tango/event/data/tango-event.ts";

/**
 * What one subscriber to a count of event-server.ts is given: each count must come once and in order, and where some are missing he must have
 * been told before.
 */
export class EventLedger {
  readonly name: string;
  /** Counts that came. */
  counts = 0;
  /** The last of them. */
  last: number | undefined;
  /** How often he was told that events are missing, and that the server does not respond. */
  missed = 0;
  timeouts = 0;
  /** What is wrong. */
  readonly faults: string[] = [];
  /** Whether he has been told since the last count. */
  #wasTold = true;

  constructor(name: string) {
    this.name = name;
  }

  readonly note = (event: TangoEvent): void => {
    if (event.err) return this.#noteErrors(event);
    const count = countOf(event);
    if (count === undefined || count === READ) return;
    this.counts++;
    const { last } = this;
    this.last = count;
    const wasTold = this.#wasTold;
    this.#wasTold = false;
    if (last === undefined || count === last + 1) return;
    if (count <= last) this.faults.push(`${this.name}: ${count} after ${last}`);
    else if (!wasTold) this.faults.push(`${this.name}: ${count} after ${last}, and nobody said so`);
  };

  #noteErrors({ errors }: TangoEvent): void {
    this.#wasTold = true;
    const { reason } = errors[0]!;
    if (reason === "API_MissedEvents") this.missed++;
    else if (reason === "API_EventTimeout") this.timeouts++;
    else
      this.faults.push(`${this.name}: ${errors.map((error) => `${error.reason} ${error.desc}`).join("; ")}`);
  }
}

function countOf(event: TangoEvent): number | undefined {
  if (event.event === "data_ready") return event.ctr ?? undefined;
  return "attrValue" in event ? (event.attrValue?.value as number | undefined) : undefined;
}

const READ = -1;
