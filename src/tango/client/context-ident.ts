import type { ContextSlot, OrbContext } from "../../threading/orb-context.ts";
import { currentTrace, type Trace } from "../../threading/trace.ts";
import type { ClntIdent, JavaClntIdent } from "../idl/client-identity.ts";

/**
 * Who a context is to servers, in the Java form of ClntIdent. The C++ form is a process id, which every thread of a process shares: a device lock
 * held by one worker would be held by all.
 *
 * It is the form of IDL 4 for servers of Tango 10, too, but for calls that are part of a trace, which only the newer form carries. cppTango takes the two
 * for two clients: who locks a device in one form is refused in the other; and of a lock that was made in the newer form DevLockStatus does not
 * tell the UUID, by which its holder knows it. So a context that holds a lock, or may hold one, says nothing of traces.
 */
export class ContextIdent {
  /** How many reasons there are to say nothing of traces. */
  #silences = 0;
  readonly #java: JavaClntIdent;
  readonly #plain: ClntIdent;

  constructor({ clientIdentity: { mainClass, uuid } }: OrbContext) {
    this.#java = { MainClass: mainClass, uuid: BigUint64Array.from(uuid) };
    this.#plain = { kind: "java_clnt", value: this.#java, discriminator: "JAVA" };
  }

  static of(context: OrbContext): ContextIdent {
    const slot = context.shared(IDENT);
    slot.ident ??= new ContextIdent(context);
    return slot.ident;
  }

  /** Says nothing of traces until the function returned is called. */
  silence(): () => void {
    this.#silences++;
    let isOver = false;
    return () => {
      if (!isOver) this.#silences--;
      isOver = true;
    };
  }

  /** What the next call to a device of this IDL says. */
  forCall(idl: number): ClntIdent {
    const trace = idl < 6 || this.#silences > 0 ? null : currentTrace();
    return trace === null ? this.#plain : this.#traced(trace);
  }

  #traced({ traceParent, traceState = "" }: Trace): ClntIdent {
    const data = { trace_parent: traceParent, trace_state: traceState };
    return {
      kind: "java_clnt_6",
      value: {
        java_clnt: this.#java,
        trace_context: { kind: "data", value: data, discriminator: "W3C_TC_V0" },
      },
      discriminator: "JAVA_6",
    };
  }
}

const IDENT: ContextSlot<{ ident: ContextIdent | null }> = { make: () => ({ ident: null }) };
