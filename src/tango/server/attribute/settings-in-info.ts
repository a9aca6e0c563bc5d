import type { AttributeInfoEx } from "../../value/attribute-info.ts";
import type { AttributeSettings } from "./attribute-settings.ts";

/** The settings that a configuration holds, as clients have it. */
export function settingsIn(info: AttributeInfoEx): AttributeSettings {
  const { label, description, unit, standardUnit, displayUnit, format, minValue, maxValue, enumLabels } =
    info;
  const { minAlarm, maxAlarm, minWarning, maxWarning, deltaT, deltaVal } = info.alarms;
  const { chEvent, perEvent, archEvent } = info.events;
  return {
    label,
    description,
    unit,
    standardUnit,
    displayUnit,
    format,
    minValue,
    maxValue,
    minAlarm,
    maxAlarm,
    minWarning,
    maxWarning,
    deltaT,
    deltaVal,
    enumLabels,
    relChange: chEvent.relChange,
    absChange: chEvent.absChange,
    period: perEvent.period,
    archiveRelChange: archEvent.archiveRelChange,
    archiveAbsChange: archEvent.archiveAbsChange,
    archivePeriod: archEvent.archivePeriod,
  };
}
