import type { ClientIdentity } from "../../threading/client-identity.ts";
import type { ClntIdent } from "../idl/client-identity.ts";

/**
 * The identity in the Java form of ClntIdent. The C++ form is a process id, which every thread of a process shares: a device lock
 * held by one worker would be held by all.
 *
 * It is the form of IDL 4 for servers of Tango 10, too, which know one with a trace context besides. cppTango takes the two for two
 * clients: who locks a device through the admin device would be refused by a device of IDL 5 in the same server; and of a lock that was
 * made in the newer form DevLockStatus does not tell the UUID, by which its holder knows it.
 */
export function clientIdent({ mainClass, uuid }: ClientIdentity): ClntIdent {
  return {
    kind: "java_clnt",
    value: { MainClass: mainClass, uuid: BigUint64Array.from(uuid) },
    discriminator: "JAVA",
  };
}
