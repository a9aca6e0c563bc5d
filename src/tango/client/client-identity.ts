import type { ClientIdentity } from "../../threading/client-identity.ts";
import type { ClntIdent } from "../idl/client-identity.ts";
import type { IdlVersion } from "./connected-device.ts";

/**
 * The identity in the Java form of ClntIdent. The C++ form is a process id, which every thread of a process shares: a device lock
 * held by one worker would be held by all.
 *
 * Servers of Tango 10 (`serverVersion` >= 6) get the form of IDL 6 with an empty trace context when the device knows client
 * identities at all (IDL 4), all others the older one, as cppTango 10 chooses between CPP and CPP_6.
 */
export function clientIdent(identity: ClientIdentity, idl: IdlVersion, serverVersion: number): ClntIdent {
  const client = { MainClass: identity.mainClass, uuid: BigUint64Array.from(identity.uuid) };
  if (idl >= 4 && serverVersion >= 6) {
    return {
      kind: "java_clnt_6",
      value: { java_clnt: client, trace_context: NO_TRACE },
      discriminator: "JAVA_6",
    };
  }
  return { kind: "java_clnt", value: client, discriminator: "JAVA" };
}

const NO_TRACE = {
  kind: "data",
  value: { trace_parent: "", trace_state: "" },
  discriminator: "W3C_TC_V0",
} as const;
