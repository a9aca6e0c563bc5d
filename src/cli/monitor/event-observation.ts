import type { AnyEventData, AttributeInfoEx, DevicePipe, PipeBlob } from "../../index.ts";
import { printable } from "../value-text.ts";
import { failedObservation, type Observation, readingObservation } from "./observation.ts";
import { oneLineValue } from "./one-line-value.ts";

/** What an event tells. `config` is that of the attribute, undefined where it is not known. */
export function eventObservation(event: AnyEventData, config: AttributeInfoEx | undefined): Observation {
  const observation = contentOf(event, config);
  const received = event.receptionDate.toISOString();
  return { ...observation, data: () => ({ received, ...observation.data() }) };
}

function contentOf(event: AnyEventData, config: AttributeInfoEx | undefined): Observation {
  const { receptionDate: time, errors } = event;
  if (event.err) return failedObservation(errors, time);
  const plain = { time, errors: [], quality: "", numbers: null };
  const nothing = { ...plain, text: () => "", data: () => ({}) };
  switch (event.event) {
    case "attr_conf": {
      const { attrConf } = event;
      if (attrConf === null) return nothing;
      return { ...plain, text: () => configText(attrConf), data: () => ({ attrConf }) };
    }
    case "data_ready": {
      const { attrDataType, ctr } = event;
      return {
        ...plain,
        numbers: ctr,
        text: () => `data ready, counter ${ctr} (${attrDataType})`,
        data: () => ({ attrDataType, ctr }),
      };
    }
    case "intr_change": {
      const { cmdList, attList, devStarted } = event;
      const started = devStarted ? ", just started" : "";
      return {
        ...plain,
        text: () => `${cmdList.length} commands, ${attList.length} attributes${started}`,
        data: () => ({ devStarted, cmdList, attList }),
      };
    }
    case "pipe": {
      const { pipeValue } = event;
      if (pipeValue === null) return nothing;
      return { ...plain, time: pipeValue.time, ...pipeContent(pipeValue) };
    }
    default:
      return event.attrValue === null ? nothing : readingObservation(event.attrValue, config, time);
  }
}

function pipeContent({ name, time, blob }: DevicePipe): Pick<Observation, "text" | "data"> {
  return {
    text: (width) => blobText(blob, width),
    data: () => ({ name, time: time.toISOString(), blob }),
  };
}

function blobText({ name, elements }: PipeBlob, width: number): string {
  // Each of them gets its part of the line, but so much that something can be seen.
  const part = Math.max(16, Math.floor(width / Math.max(1, elements.length)));
  const members = elements.map((element) => {
    const inner = part - element.name.length - 2;
    const text =
      element.type === "DevPipeBlob"
        ? blobText(element.value, inner)
        : oneLineValue(element.value, { type: element.type, width: inner });
    return `${printable(element.name)}: ${text}`;
  });
  return `${printable(name)}{ ${members.join(", ")} }`;
}

/** What is set in a configuration. */
function configText(config: AttributeInfoEx): string {
  const { dataType, dataFormat, writable, label, name, events, alarms } = config;
  const settings: readonly (readonly [name: string, value: string])[] = [
    ["label", label === name ? "" : label],
    ["unit", config.unit],
    ["min", config.minValue],
    ["max", config.maxValue],
    ["min_alarm", alarms.minAlarm],
    ["max_alarm", alarms.maxAlarm],
    ["min_warning", alarms.minWarning],
    ["max_warning", alarms.maxWarning],
    ["abs_change", events.chEvent.absChange],
    ["rel_change", events.chEvent.relChange],
    ["period", events.perEvent.period],
  ];
  const set = settings.filter(([, value]) => !NOT_SET.has(value));
  const format = dataFormat === "SCALAR" ? "" : ` ${dataFormat}`;
  return [
    `${dataType}${format} ${writable}`,
    ...set.map(([key, value]) => `${key} ${printable(value)}`),
  ].join(", ");
}

const NOT_SET: ReadonlySet<string> = new Set(["", "Not specified", "No unit"]);
