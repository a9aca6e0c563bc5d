export { runInCallFlow } from "./call-flow.ts";
export { CALL_FLOW_CONTEXT } from "./call-flow-context.ts";
export type { ClientIdentity } from "./client-identity.ts";
export { MonitorQueueFullError } from "./monitor-queue-full-error.ts";
export { MonitorTimeoutError } from "./monitor-timeout-error.ts";
export { OrbContext, type OwnedResource } from "./orb-context.ts";
export { OrbContextClosedError } from "./orb-context-closed-error.ts";
export { cleanup, currentOrbContext, runInOrbContext } from "./orb-registry.ts";
export type { SerialModel } from "./serial-model.ts";
export {
  type Cancellation,
  type Monitor,
  type MonitorOptions,
  NO_MONITOR,
  SerializationMonitor,
} from "./serialization-monitor.ts";
