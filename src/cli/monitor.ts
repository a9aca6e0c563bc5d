import type { EventType } from "../index.ts";
import type { Command, CommandContext } from "./command.ts";
import { listenForInterruption } from "./interruption.ts";
import { EventLines } from "./monitor/event-lines.ts";
import { LiveTable } from "./monitor/live-table.ts";
import type { MonitorDisplay } from "./monitor/monitor-display.ts";
import { type MonitorRequest, monitorRequest } from "./monitor/monitor-request.ts";
import { monitoredDevices } from "./monitor/monitored-device.ts";
import { Monitoring } from "./monitor/monitoring.ts";
import { failedObservation } from "./monitor/observation.ts";
import { type Observer, watchEvents } from "./monitor/watch-events.ts";
import { watchReadings } from "./monitor/watch-readings.ts";
import type { TangoFacade } from "./tango-facade.ts";

/** `bandoneon monitor`. */
export const monitor: Command = {
  usage: ["DEVICE/ATTR...", "--event pipe DEVICE/PIPE...", "--event intr_change DEVICE..."],
  summary: "show values as they change, by events or by polling",
  details: `In a terminal a table with value, quality, time, how many came and how often, and
the way that numbers went. Else, and with --json, a line for each event, at once.
Ends with Ctrl-C.
Errors are shown and do not end it: a device that is not there yet, or is
restarted, comes by itself. Only when nothing of what is asked for exists, the
exit code is 1.
Servers send change, archive and alarm events of attributes that they poll or
that the device itself pushes; others can be read with --poll.`,
  options: [
    {
      name: "event",
      value: "TYPE",
      what: `change (unless given), periodic, archive, alarm, user_event,
attr_conf, data_ready, pipe or intr_change`,
    },
    { name: "poll", value: "MS", what: "no events: read every so many milliseconds" },
    { name: "count", value: "N", what: "end after N events, errors not counted" },
  ],
  examples: [
    { line: "monitor sys/tg_test/1/double_scalar sys/tg_test/1/State", what: "change events" },
    { line: "monitor sys/tg_test/1/ampli --poll 500", what: "where there are no events" },
    { line: "monitor sys/tg_test/1/wave --event periodic --json", what: "for a program, whole and exact" },
    { line: "monitor sys/tg_test/1/State --count 1", what: "the state once it is known" },
  ],
  async run(context) {
    const tango = await context.tango();
    const request = monitorRequest(context, Object.values(tango.EventType));
    const interruption = listenForInterruption();
    const display = displayFor(request, context);
    const monitoring = new Monitoring({
      size: request.names.length,
      count: request.count,
      display,
      toError: (errors) => new tango.DevFailed(errors),
    });
    const end = () => monitoring.end();
    interruption.signal.addEventListener("abort", end);
    try {
      await Promise.all([monitoring.finished(), watch(tango, request, monitoring, context)]);
    } finally {
      display.end();
      interruption.release();
    }
    for (const { index, error } of monitoring.failures) await context.report(error, request.names[index]!);
  },
};

function displayFor({ names, type }: MonitorRequest, context: CommandContext): MonitorDisplay {
  const { json, terminal, print, printJson } = context;
  if (terminal !== undefined && !json) return new LiveTable(terminal, names, () => performance.now());
  const key = type === null ? "attribute" : (SUBJECTS[type] ?? "attribute");
  const subject = (name: string) => ({ [key]: name, event: type ?? "poll" });
  return new EventLines({ names, subject, json, print, printJson });
}

/** Watches all that is asked for, until the monitoring ends. */
async function watch(
  tango: TangoFacade,
  { names, type, pollMs }: MonitorRequest,
  monitoring: Monitoring,
  context: CommandContext,
): Promise<void> {
  const { signal } = monitoring;
  const options = { ...context.callOptions, signal };
  const limited = { ...context, callOptions: options };
  const { devices, failures } = await monitoredDevices(tango, names, type === "intr_change", limited);
  const failure = (error: unknown) => {
    const isDevFailed = error instanceof tango.DevFailed;
    const errors = isDevFailed ? error.errors : [tango.devError("API_StdException", String(error), "")];
    return failedObservation(errors, tango.TimeVal.now());
  };
  const giveUp = (index: number, error: unknown) => monitoring.fail(index, error, failure(error));
  for (const { index, error } of failures) giveUp(index, error);
  const observer: Observer = (index, observation) => monitoring.take(index, observation);
  const failed = (index: number, error: unknown) => observer(index, failure(error));
  const polling = { ...options, pollMs, failed, wallClock: () => tango.TimeVal.now() };
  await Promise.all(
    devices.flatMap((device) => {
      if (type === null) return [watchReadings(device, polling, observer)];
      return device.targets.map((target) =>
        watchEvents(device, target, type, options, observer).catch((error) => giveUp(target.index, error)),
      );
    }),
  );
}

/** What a line of JSON calls that which is not an attribute. */
const SUBJECTS: Readonly<Partial<Record<EventType, string>>> = { pipe: "pipe", intr_change: "device" };
