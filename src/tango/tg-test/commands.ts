import type { DevState } from "../idl/enums.ts";
import type { LooseCommandSpec } from "../server/definition/command-definition.ts";
import type { CmdArgType } from "../value/cmd-arg-type.ts";

/** What the commands need of their device. */
export interface CommandedDevice {
  getState(): DevState;
  setState(state: DevState): void;
  errorStream(message: string): void;
}

const ECHO = "Echo of the argin value";

/** The commands of a TangoTest. Most give back what they get. */
export const COMMANDS: Readonly<Record<string, LooseCommandSpec>> = {
  CrashFromDevelopperThread: { displayLevel: "EXPERT", execute: refuseToCrash },
  CrashFromOmniThread: { displayLevel: "EXPERT", execute: refuseToCrash },
  DevBoolean: echo("DevBoolean", "Any boolean value", ECHO),
  DevDouble: echo("DevDouble", "Any DevDouble value", ECHO),
  DevFloat: echo("DevFloat", "Any DevFloat value", ECHO),
  DevLong: echo("DevLong", "Any DevLong value", ECHO),
  DevLong64: echo("DevLong64", "Any DevLong64 value", ECHO),
  DevShort: echo("DevShort", "Any DevShort value", ECHO),
  DevString: echo("DevString", "-", "-"),
  DevULong: echo("DevULong", "Any DevULong", ECHO),
  DevULong64: echo("DevULong64", "Any DevULong64 value", ECHO),
  DevUShort: echo("DevUShort", "Any DevUShort value", ECHO),
  DevVarCharArray: echo("DevVarCharArray", "-", "-"),
  DevVarDoubleArray: echo("DevVarDoubleArray", "-", "-"),
  DevVarDoubleStringArray: echo("DevVarDoubleStringArray", "-", "-"),
  DevVarFloatArray: echo("DevVarFloatArray", "-", "-"),
  DevVarLong64Array: echo("DevVarLong64Array"),
  DevVarLongArray: echo("DevVarLongArray", "-", "-"),
  DevVarLongStringArray: echo("DevVarLongStringArray", "-", "-"),
  DevVarShortArray: echo("DevVarShortArray", "-", "-"),
  DevVarStringArray: echo("DevVarStringArray", "-", "-"),
  DevVarULong64Array: echo("DevVarULong64Array"),
  DevVarULongArray: echo("DevVarULongArray", "-", "-"),
  DevVarUShortArray: echo("DevVarUShortArray", "-", "-"),
  DevVoid: { docIn: "N/A", docOut: "N/A", execute(): void {} },
  DumpExecutionState: { displayLevel: "EXPERT", execute: refuseToCrash },
  SwitchStates: { execute: switchStates },
};

function echo(dtype: CmdArgType, docIn?: string, docOut?: string): LooseCommandSpec {
  return {
    dtypeIn: dtype,
    dtypeOut: dtype,
    ...(docIn === undefined ? {} : { docIn }),
    ...(docOut === undefined ? {} : { docOut }),
    execute: (value: unknown) => value,
  };
}

/** As the C++ one, unless that was built to crash. */
function refuseToCrash(this: CommandedDevice): void {
  this.errorStream("Crash report disabled: this server does not crash on request");
}

function switchStates(this: CommandedDevice): void {
  this.setState(this.getState() === "RUNNING" ? "FAULT" : "RUNNING");
}
