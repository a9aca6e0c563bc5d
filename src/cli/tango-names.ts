import type { CommandContext } from "./command.ts";
import type { TangoFacade } from "./tango-facade.ts";
import { UsageError } from "./usage-error.ts";

/** A device by the name to make a proxy with, and one of its attributes. */
export interface AttributeTarget {
  /** As it was written. */
  readonly text: string;
  readonly device: string;
  readonly attribute: string;
}

/** The only argument, a device's name. Throws a UsageError where there is none or there are more. */
export function deviceArgument(args: readonly string[]): string {
  const [device, more] = args;
  if (device === undefined) throw new UsageError("the DEVICE is missing, for example sys/tg_test/1");
  if (more !== undefined) throw new UsageError(`one DEVICE is enough; what is "${more}"?`);
  return device;
}

/** Takes `DEVICE/ATTR` apart; an attribute alias is looked up in the database. */
export async function attributeTarget(text: string, context: CommandContext): Promise<AttributeTarget> {
  const tango = await context.tango();
  const name = tango.parseAttributeName(text);
  if (name.device !== null) {
    return { text, device: tango.formatDeviceName(name.device), attribute: name.attribute };
  }
  const proxy = new tango.AttributeProxy(text);
  const device = await proxy.getDeviceProxy(context.callOptions);
  // What a proxy is made with, the host in front included.
  return { text, device: device.toHandle().name, attribute: await proxy.name() };
}

/** The database of TANGO_HOST, or the one that a name has in front. */
export function databaseAt(tango: TangoFacade, server: Host | null): InstanceType<TangoFacade["Database"]> {
  return server === null ? new tango.Database() : new tango.Database(server.host, server.port);
}

interface Host {
  readonly host: string;
  readonly port: number;
}
