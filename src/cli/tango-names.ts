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
  let name = tango.parseAttributeName(text);
  if (name.device === null) {
    const { server, alias } = name;
    const full = await databaseAt(tango, server).getAttributeFromAlias(alias, context.callOptions);
    name = tango.parseAttributeName(server === null ? full : `tango://${hostText(server)}/${full}`);
  }
  // The database gives no alias for an alias.
  if (name.device === null) throw new UsageError(`${text} is an alias of an alias`);
  return { text, device: tango.formatDeviceName(name.device), attribute: name.attribute };
}

/** The database of TANGO_HOST, or the one that a name has in front. */
export function databaseAt(tango: TangoFacade, server: Host | null): InstanceType<TangoFacade["Database"]> {
  return server === null ? new tango.Database() : new tango.Database(server.host, server.port);
}

interface Host {
  readonly host: string;
  readonly port: number;
}

function hostText({ host, port }: Host): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
