import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { PipeInfo } from "../../value/pipe-info.ts";
import type { ServedDevice } from "../served-device.ts";
import { PIPE_SETTING_NAMES, type Pipe, type PipeSettingName, type PipeSettings } from "./pipe.ts";

/**
 * Configures pipes of a device as clients ask, one after the other, and keeps that in the database; to be called under the monitor of the
 * device. The first that fails ends it: those before it stay as they are now, and the reason of the error says so (as cppTango).
 *
 * Rejects with API_PipeNotFound, with API_AttrNotAllowed for a change of what cannot be changed, with what the database says, and with
 * API_CorruptedDatabase where it cannot be put back after that either.
 */
export async function configurePipes(served: ServedDevice, infos: readonly PipeInfo[]): Promise<void> {
  if (served.pipes.size === 0) throw failure("API_PipeNotFound", "The device does not have any pipe");
  for (const [i, info] of infos.entries()) {
    try {
      await configurePipe(served, served.pipes.get(info.name), info);
    } catch (error) {
      throw error instanceof DevFailed ? withProgress(error, i, infos.length) : error;
    }
  }
}

async function configurePipe(served: ServedDevice, pipe: Pipe, info: PipeInfo): Promise<void> {
  if (info.writable !== pipe.info.writable) {
    throw failure("API_AttrNotAllowed", "Pipe writable property is not changeable at run time");
  }
  const { settings: before } = pipe;
  const after: PipeSettings = {
    label: requested(pipe, "label", info.label),
    description: requested(pipe, "description", info.description),
  };
  try {
    await save(served, pipe, before, after);
  } catch (error) {
    await putBack(served, pipe, after, before, error);
    throw error;
  }
  pipe.settings = after;
}

/** What a client gets that asks for a text: for "Not specified", an empty text and "NaN" the defaults that cppTango has for them. */
function requested(pipe: Pipe, name: PipeSettingName, text: string): string {
  const { classSettings, codeSettings, librarySettings } = pipe;
  const word = text.toLowerCase();
  if (word === "not specified") return librarySettings[name];
  if (word === "") return codeSettings[name] ?? librarySettings[name];
  if (word === "nan") return classSettings[name] ?? codeSettings[name] ?? librarySettings[name];
  return text;
}

/** Keeps in the database what changes; what is the default is deleted there. */
async function save(
  { name: device, server }: ServedDevice,
  pipe: Pipe,
  before: PipeSettings,
  after: PipeSettings,
): Promise<void> {
  const changed = PIPE_SETTING_NAMES.filter((name) => before[name] !== after[name]);
  const isDefault = (name: PipeSettingName) => after[name] === pipe.defaultSettings[name];
  const deleted = changed.filter(isDefault);
  const put = Object.fromEntries(
    changed.filter((name) => !isDefault(name)).map((name) => [name, after[name]]),
  );
  if (Object.keys(put).length > 0) {
    await server.database.putDevicePipeProperties(device, { [pipe.name]: put });
  }
  if (deleted.length > 0) await server.database.deleteDevicePipeProperties(device, pipe.name, deleted);
}

async function putBack(
  served: ServedDevice,
  pipe: Pipe,
  from: PipeSettings,
  to: PipeSettings,
  cause: unknown,
): Promise<void> {
  try {
    await save(served, pipe, from, to);
  } catch {
    // The first error tells why: it is the cause.
    const problem = "Database error occurred whilst setting pipe properties. The database may be corrupted.";
    const desc = `Device ${served.name}-> Pipe : ${pipe.name}\n${problem}`;
    throw new DevFailed(failure("API_CorruptedDatabase", desc).errors, { cause });
  }
}

function withProgress(error: DevFailed, index: number, count: number): DevFailed {
  const [first, ...outer] = error.errors;
  if (first === undefined) return error;
  let reason = first.reason;
  if (index > 0) reason += "\nAll previous pipe(s) have been successfully updated";
  if (index < count - 1) reason += "\nAll remaining pipe(s) have not been updated";
  const level = devError(reason, first.desc, first.origin, first.severity);
  return new DevFailed([level, ...outer], { cause: error });
}

function failure(
  reason: "API_PipeNotFound" | "API_AttrNotAllowed" | "API_CorruptedDatabase",
  desc: string,
): DevFailed {
  return new DevFailed([devError(reason, desc, "configurePipes")]);
}
