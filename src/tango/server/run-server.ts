import { once } from "node:events";
import { OrbContext } from "../../threading/orb-context.ts";
import type { SerialModel } from "../../threading/serial-model.ts";
import { Database } from "../database/database.ts";
import { formatDevError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import type { DeviceConstructor } from "./device-constructor.ts";
import { DeviceServer } from "./device-server.ts";
import { executableName, helpText, parseCommandLine } from "./startup/command-line.ts";
import type { ServerOptions } from "./startup/server-options.ts";
import { onTermination } from "./startup/termination-signals.ts";
import type { ServerWorkersOptions } from "./worker/server-workers.ts";

/** How a program that is a device server runs. */
export interface RunServerOptions {
  /** What stands behind the name of the program; the arguments of this process unless given. */
  readonly args?: readonly string[];
  /** The first half of the server's name; the file of the program, without folder and extension, unless given. */
  readonly executable?: string;
  /** What is called one at a time: calls of one device (BY_DEVICE) unless given. */
  readonly serialModel?: SerialModel;
  /** In what its devices have calculations done: see DeviceServerOptions. */
  readonly workers?: ServerWorkersOptions;
  /** Called when the server serves. */
  readonly onReady?: (server: DeviceServer) => void;
  /** Rejects with the error of a failed start, rather than to write it and set the exit code of the process to 255. */
  readonly raises?: boolean;
}

/**
 * Runs a device server as a program, with the command line of every Tango server:
 *
 * ```
 * instance [-v[level]] [-nodb [-dlist devices] | -file=path] [-ORBendPoint giop:tcp:host:port]
 * ```
 * and, beyond the others, `--enforce-access-control[=claimed-users]`. Devices whose initialisation failed are in FAULT, and named on the standard error. So are
 * options that mean nothing here: like every Tango server it ignores them, misspelt ones too.
 *
 * Resolves when it has ended: by SIGINT, SIGTERM or SIGQUIT, by the command Kill of its admin device, or where it could not start.
 */
export async function runServer(
  classes: readonly DeviceConstructor[],
  options: RunServerOptions = {},
): Promise<void> {
  const { args = process.argv.slice(2), executable = executableName(process.argv[1] ?? "server") } = options;
  try {
    const line = parseCommandLine(args, executable, process.env);
    if (line.kind === "help") fail(helpText(executable, await instancesOf(executable)));
    else await serve(classes, line.options, options);
  } catch (error) {
    if (options.raises) throw error;
    fail(failureText(error));
  }
}

async function serve(
  classes: readonly DeviceConstructor[],
  {
    server: identity,
    database,
    endPoint,
    publishedEndPoint,
    enforceAccessControl,
    traceLevel,
    ignored,
  }: ServerOptions,
  { serialModel, workers, onReady }: RunServerOptions,
): Promise<void> {
  for (const { option } of ignored) process.stderr.write(`${option} is ignored: it means nothing here\n`);
  const end = new AbortController();
  const server = new DeviceServer(classes, {
    server: identity,
    database,
    endPoint,
    publishedEndPoint,
    enforceAccessControl,
    traceLevel,
    ...(serialModel === undefined ? {} : { serialModel }),
    ...(workers === undefined ? {} : { workers }),
    onKill: () => end.abort(),
  });
  const release = onTermination(() => end.abort());
  const stopped = once(end.signal, "abort").then(() => server.stop());
  try {
    await server.start();
    const { host, port } = server.running;
    if (endPoint === null || endPoint.port === 0)
      process.stdout.write(`Listening at giop:tcp:${host}:${port}\n`);
    for (const { name, initFailure } of server.running.devices) {
      if (initFailure !== null) process.stderr.write(`${name} is in FAULT: ${initFailure.message}\n`);
    }
    // An option that is misspelt is ignored, as by every Tango server: silence would be taken for a guard.
    if (enforceAccessControl !== false) process.stdout.write("The access control is enforced\n");
    process.stdout.write("Ready to accept request\n");
    onReady?.(server);
  } catch (error) {
    const isTold = end.signal.aborted;
    end.abort();
    // A server that is told to end while it starts does as it is told.
    if (!isTold) throw error;
  } finally {
    await stopped.finally(release);
  }
}

/** The instances of a server that the database knows; none where it cannot be asked. */
async function instancesOf(executable: string): Promise<readonly string[]> {
  const context = new OrbContext();
  try {
    return await new Database({ context }).getInstanceNameList(executable);
  } catch {
    return [];
  } finally {
    await context.close();
  }
}

/** Why a server does not start, in the words of cppTango, and what led to it below. */
function failureText(error: unknown): string {
  if (!(error instanceof DevFailed)) return (error as Error).message;
  const [headline, ...causes] = error.errors.toReversed();
  return [headline?.desc, ...causes.map((cause) => `  ${formatDevError(cause)}`)].join("\n");
}

/** Tells the user, and lets the process end as a C++ server does then; after `-?` also. */
function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = FAILED;
}

/** What a C++ server ends with (-1). */
const FAILED = 255;
