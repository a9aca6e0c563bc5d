import { receivedTrace, type Trace } from "../../../threading/trace.ts";
import type { ClntIdent, JavaUUID, TraceContext } from "../../idl/client-identity.ts";
import type { HostNames } from "../../naming/host-names.ts";
import { peerHost } from "../../naming/peer-host.ts";

/**
 * Who calls a device: what device locks tell clients apart by and the black box shows. One is made for each call, so it only keeps what it
 * is given; texts are made when they are asked for, and are those of cppTango.
 */
export class Caller {
  /** The polling of this server. */
  static readonly polling = new Caller("", null, true);

  /** `host:port`, IPv6 hosts in brackets; "" for the server itself. */
  readonly peer: string;
  /** How the client names itself; null for operations from before IDL 4, which do not say. */
  readonly identity: ClntIdent | null;
  /** Whether the server itself calls: locks are not for it. */
  readonly isServerItself: boolean;

  constructor(peer: string, identity: ClntIdent | null, isServerItself = false) {
    this.peer = peer;
    this.identity = identity;
    this.isServerItself = isServerItself;
  }

  /** The IP address of the client; "" for the server itself. */
  get host(): string {
    return peerHost(this.peer);
  }

  /** The peer as omniORB writes it: `giop:tcp:127.0.0.1:40000`. */
  get endpoint(): string {
    return `giop:tcp:${this.peer}`;
  }

  /** The process id of a C++ or Python client, 0 for others. */
  get pid(): number {
    const { identity } = this;
    if (identity?.kind === "cpp_clnt") return identity.value;
    return identity?.kind === "cpp_clnt_6" ? identity.value.cpp_clnt : 0;
  }

  /** What a Java client says of itself, and clients of this library; null for others. */
  get java(): { readonly mainClass: string; readonly uuid: ArrayLike<bigint> } | null {
    const { identity } = this;
    if (identity?.kind === "java_clnt")
      return { mainClass: identity.value.MainClass, uuid: identity.value.uuid };
    if (identity?.kind !== "java_clnt_6") return null;
    const { MainClass, uuid } = identity.value.java_clnt;
    return { mainClass: MainClass, uuid };
  }

  /** The trace that the call is part of; null for none, which all before Tango 10 say. */
  get trace(): Trace | null {
    const { identity } = this;
    if (identity?.kind !== "cpp_clnt_6" && identity?.kind !== "java_clnt_6") return null;
    const { value } = identity.value.trace_context;
    return value === undefined ? null : receivedTrace(value.trace_parent, value.trace_state);
  }

  /** The same caller for those who keep it: without texts of a length that only wants to fill the memory. */
  get toKeep(): Caller {
    if (this.identity === null || textLength(this.identity) <= MAX_CHARACTERS) return this;
    const { java, pid } = this;
    const identity: ClntIdent =
      java === null
        ? { kind: "cpp_clnt", value: pid, discriminator: "CPP" }
        : {
            kind: "java_clnt",
            value: { MainClass: "...", uuid: java.uuid as JavaUUID },
            discriminator: "JAVA",
          };
    return new Caller(this.peer, identity);
  }

  /**
   * Whether both calls are of one client: of the same process on the same host, or of the same UUID. Never so for a call without identity.
   *
   * cppTango compares the port, too, and tells the forms of IDL 6 from the older ones; a client with two connections would be two.
   */
  isSameClient(other: Caller): boolean {
    if (this.identity === null || other.identity === null) return false;
    const mine = this.java;
    const theirs = other.java;
    if (mine === null || theirs === null) {
      return mine === theirs && this.pid === other.pid && this.host === other.host;
    }
    return mine.uuid[0] === theirs.uuid[0] && mine.uuid[1] === theirs.uuid[1];
  }

  /** Where the call came from, as the black box says it: `requested from localhost (CPP/Python client with PID 42)`. */
  async originText(hosts: HostNames): Promise<string> {
    if (this.isServerItself) return "requested from polling";
    const host = await hosts.nameOf(this.host);
    return `requested from ${host}${this.#clientText()}`;
  }

  /** Who holds a lock, as DevLockStatus says it: `CPP or Python client with PID 42 from host localhost`. */
  async lockerText(hosts: HostNames): Promise<string> {
    if (this.identity === null) return "Client identification not available";
    const host = await hosts.nameOf(this.host);
    const { java } = this;
    const client =
      java === null ? `CPP or Python client with PID ${this.pid}` : `JAVA client class ${java.mainClass}`;
    return `${client} from host ${host}`;
  }

  #clientText(): string {
    if (this.identity === null) return "";
    const { java } = this;
    return java === null
      ? ` (CPP/Python client with PID ${this.pid})`
      : ` (Java client with main class ${java.mainClass})`;
  }
}

function textLength(identity: ClntIdent): number {
  switch (identity.kind) {
    case "java_clnt":
      return identity.value.MainClass.length;
    case "cpp_clnt_6":
      return traceLength(identity.value.trace_context);
    case "java_clnt_6":
      return identity.value.java_clnt.MainClass.length + traceLength(identity.value.trace_context);
    default:
      return 0;
  }
}

function traceLength({ value }: TraceContext): number {
  return value === undefined ? 0 : value.trace_parent.length + value.trace_state.length;
}

/** A trace has at most 55 and 512, as the W3C has it. */
const MAX_CHARACTERS = 2000;
