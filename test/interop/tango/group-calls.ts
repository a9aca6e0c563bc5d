import { DevFailed, Group, type GroupOptions, type GroupReply } from "../../../src/index.ts";

/** A step of groups.py: the group, what is done with it, and the arguments. */
export type GroupStep = readonly [group: string, method: string, ...args: unknown[]];

/** Makes the steps of groups.py with our Group, and shows what they give as it does. */
export class GroupCalls {
  readonly #groups = new Map<string, Group>();
  readonly #options: GroupOptions;
  /** What the clock of the proxies is ahead, in the place of pauses. */
  #ahead = 0;

  constructor(options: GroupOptions) {
    this.#options = { ...options, now: () => performance.now() + this.#ahead };
  }

  async make([name, method, ...args]: GroupStep): Promise<unknown> {
    if (method === "pause") this.#ahead += 2000;
    const step = this.#steps(this.#named(name))[method];
    if (step === undefined) throw new Error(`there is no step ${method}`);
    try {
      return shown(await step(...(args as never[])));
    } catch (error) {
      if (error instanceof DevFailed) return { class: error.name, reason: error.reason };
      throw error;
    }
  }

  #named(name: string): Group {
    const group = this.#groups.get(name) ?? new Group(name, this.#options);
    this.#groups.set(name, group);
    return group;
  }

  #steps(group: Group): Readonly<Record<string, (...args: never[]) => unknown>> {
    const forwarded = (forward = true) => ({ forward });
    return {
      pause: () => undefined,
      add: (what: string | string[], limit?: number) => group.add(what, limit),
      addGroup: (name: string) => group.add(this.#named(name)),
      remove: (what: string | string[], forward?: boolean) => group.remove(what, forward),
      removeAll: () => group.removeAll(),
      contains: (what: string, forward?: boolean) => group.contains(what, forward),
      getDevice: (which: string | number) => group.getDevice(which)?.devName(),
      getDeviceList: (forward?: boolean) => group.getDeviceList(forward),
      getSize: (forward?: boolean) => group.getSize(forward),
      getFullyQualifiedName: () => group.getFullyQualifiedName(),
      nameEquals: (name: string) => group.nameEquals(name),
      nameMatches: (name: string) => group.nameMatches(name),
      enable: (name?: string) => group.enable(name),
      disable: (name?: string) => group.disable(name),
      setTimeoutMillis: (limit: number) => group.setTimeoutMillis(limit),
      limit: (which: string | number) => group.getDevice(which)?.getTimeoutMillis(),
      ping: (forward?: boolean) => group.ping(forwarded(forward)),
      command: (name: string, forward?: boolean) => group.commandInout(name, undefined, forwarded(forward)),
      commandWith: (name: string, _type: string, value: number, forward?: boolean) =>
        group.commandInout(name, value, forwarded(forward)),
      commandEach: (name: string, _type: string, values: number[], forward?: boolean) =>
        group.commandInoutEach(name, values, forwarded(forward)),
      read: (name: string, forward?: boolean) => group.readAttribute(name, forwarded(forward)),
      readSeveral: (names: string[], forward?: boolean) => group.readAttributes(names, forwarded(forward)),
      write: (name: string, value: number, forward?: boolean) =>
        group.writeAttribute(name, value, forwarded(forward)),
      writeEach: (name: string, values: number[], forward?: boolean) =>
        group.writeAttributeEach(name, values, forwarded(forward)),
    };
  }
}

function shown(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? null;
  return value.map((one) => (typeof one === "object" && one !== null ? shownReply(one) : one));
}

function shownReply(reply: GroupReply & { readonly data?: unknown }): unknown[] {
  const { devName, objName, hasFailed, groupElementEnabled, error } = reply;
  const data = hasFailed || !groupElementEnabled ? undefined : reply.data;
  const value = typeof data === "object" && data !== null && "value" in data ? data.value : data;
  return [devName, objName, hasFailed, groupElementEnabled, value ?? null, error?.reason ?? null];
}
