import { interface_ } from "../../src/giop/idl/interface.ts";
import { op } from "../../src/giop/idl/operation.ts";
import { sequence } from "../../src/giop/idl/sequence.ts";
import { string } from "../../src/giop/idl/string.ts";
import { runInCallFlow } from "../../src/threading/call-flow.ts";
import type { OrbContext } from "../../src/threading/orb-context.ts";
import { SerializationMonitor } from "../../src/threading/serialization-monitor.ts";

/** What servers that call each other serve: `travel` goes on to the first of the URLs with the rest, and says by whom it came. */
export const Relay = interface_("IDL:Test/Relay:1.0", {
  travel: op([["urls", sequence(string)]], string),
});

/** A server whose calls are serialised by a monitor. */
export interface RelayServer {
  readonly url: string;
  readonly monitor: SerializationMonitor;
}

/** Serves a Relay in this context, which ends it. */
export async function serveRelay(context: OrbContext, name: string): Promise<RelayServer> {
  const { orb } = context;
  const monitor = new SerializationMonitor(name);
  const listener = await orb.listen();
  orb.activate(
    Relay,
    {
      travel: ([next, ...rest], { serviceContexts, signal }) => {
        const work = async () =>
          next === undefined ? name : `${name} ${await orb.proxy(Relay, next).travel(rest)}`;
        return runInCallFlow(serviceContexts, () => monitor.run(`travel of ${name}`, work, signal));
      },
    },
    name,
  );
  return { url: `corbaloc:iiop:1.2@127.0.0.1:${listener.port}/${name}`, monitor };
}
