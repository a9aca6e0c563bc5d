export type { ClientIdentity } from "./client-identity.ts";
export { OrbContext, type OwnedResource } from "./orb-context.ts";
export { OrbContextClosedError } from "./orb-context-closed-error.ts";
export { cleanup, currentOrbContext, runInOrbContext } from "./orb-registry.ts";
