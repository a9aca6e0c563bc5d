import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { Device } from "../idl/device.ts";
import { adminDeviceName } from "../naming/server-identity.ts";
import type { ServerEnvironment } from "./server-environment.ts";

/**
 * Makes sure that no other process is this server: whoever answers as the admin device that the database knows. Rejects with
 * API_StartupSequence in the words of cppTango.
 */
export async function refuseIfRunning({ context, database, identity }: ServerEnvironment): Promise<void> {
  const reference = await database.runningAdminDevice();
  if (reference === null || !(await answersAs(adminDeviceName(identity)))) return;
  throw new DevFailed([
    devError("API_StartupSequence", "This server is already running, exiting!", "DeviceServer.start"),
  ]);

  async function answersAs(name: string): Promise<boolean> {
    try {
      const answer = await context.orb.proxy(Device, reference!)._get_name({ timeoutMs: ANSWER_TIMEOUT_MS });
      return answer.toLowerCase() === name.toLowerCase();
    } catch {
      // Whatever is wrong with it, it does not run as this server.
      return false;
    }
  }
}

/** As long as a C++ server waits: one that lives answers at once, unless it is busy with something else. */
const ANSWER_TIMEOUT_MS = 3000;
