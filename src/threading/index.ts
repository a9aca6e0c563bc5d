export { runInCallFlow } from "./call-flow.ts";
export { CALL_FLOW_CONTEXT } from "./call-flow-context.ts";
export type { ClientIdentity } from "./client-identity.ts";
export { type EnsuredOrbContext, ensureOrbContext } from "./ensure-orb-context.ts";
export { MonitorQueueFullError } from "./monitor-queue-full-error.ts";
export { MonitorTimeoutError } from "./monitor-timeout-error.ts";
export { OrbContext, type OwnedResource } from "./orb-context.ts";
export { OrbContextClosedError } from "./orb-context-closed-error.ts";
export { cleanup, currentOrbContext, runInOrbContext } from "./orb-registry.ts";
export { type CurrentTask, currentTask } from "./pool/current-task.ts";
export { PoolBrokenError } from "./pool/pool-broken-error.ts";
export { PoolClosedError } from "./pool/pool-closed-error.ts";
export { PoolQueueFullError } from "./pool/pool-queue-full-error.ts";
export { TaskTimeoutError } from "./pool/task-timeout-error.ts";
export { WorkerDiedError } from "./pool/worker-died-error.ts";
export type { SerialModel } from "./serial-model.ts";
export {
  type Cancellation,
  type Monitor,
  type MonitorOptions,
  NO_MONITOR,
  SerializationMonitor,
} from "./serialization-monitor.ts";
export { CONTEXT_ABANDONED } from "./thread-diagnostics.ts";
export { currentTrace, runInTrace, type Trace } from "./trace.ts";
