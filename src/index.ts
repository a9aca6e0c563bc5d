export type { CallOptions } from "./iiop/call-options.ts";
export type { AccessDatabase } from "./tango/access-control-server/access-database.ts";
export {
  type RunAccessControlOptions,
  runAccessControl,
} from "./tango/access-control-server/run-access-control.ts";
export {
  type AccessControlOptions,
  accessControlClass,
} from "./tango/access-control-server/tango-access-control.ts";
export { ApiUtil } from "./tango/api-util.ts";
export type { AccessRight } from "./tango/client/access-grant.ts";
export { AttributeProxy } from "./tango/client/attribute-proxy.ts";
export type { CommandInput, CommandValue } from "./tango/client/command-calls.ts";
export type { ConnectionOptions } from "./tango/client/device-connection.ts";
export type {
  AnyEventData,
  AttrConfEventData,
  DataReadyEventData,
  DevIntrChangeEventData,
  EventData,
  PipeEventData,
} from "./tango/client/device-events.ts";
export type { DeviceHandle } from "./tango/client/device-handle.ts";
export { DeviceProxy, type DeviceProxyOptions } from "./tango/client/device-proxy.ts";
export type { EventOptions, EventRecipient, EventStreamOptions } from "./tango/client/event-calls.ts";
export { Group, type GroupCallOptions, type GroupOptions } from "./tango/client/group/group.ts";
export { GroupAttrReply, GroupCmdReply, GroupReply } from "./tango/client/group/group-reply.ts";
export {
  type GroupAttrReplyList,
  type GroupCmdReplyList,
  GroupReplyList,
} from "./tango/client/group/group-reply-list.ts";
export { checkInterface } from "./tango/client/typed/check-interface.ts";
export { type DescribedDevice, describeDevice, interfaceOf } from "./tango/client/typed/describe-device.ts";
export type {
  ArgumentType,
  AttributeShape,
  CommandShape,
  DeviceInterface,
  ReadValue,
  ResultType,
  WrittenValue,
} from "./tango/client/typed/device-interface.ts";
export { type TypedCalls, type TypedDevice, typedDevice } from "./tango/client/typed/typed-device.ts";
export type { AttributeInput, AttributeInputs, NamedValue } from "./tango/client/write-calls.ts";
export { Database, type DatabaseOptions } from "./tango/database/database.ts";
export type { DbService } from "./tango/database/database-services.ts";
export type {
  DbDevExportInfo,
  DbDevFullInfo,
  DbDevImportInfo,
  DbDevInfo,
  DbServerInfo,
} from "./tango/database/db-info.ts";
export { DbServerData } from "./tango/database/db-server-data.ts";
export type { AttributePropertyNames, PropertyNames } from "./tango/database/property-names.ts";
export type {
  AttributeProperties,
  AttributePropertyInputs,
  DbHistory,
  PropertyInput,
  PropertyInputs,
  PropertyValues,
} from "./tango/database/property-value.ts";
export { type DevError, devError } from "./tango/error/dev-error.ts";
export { DevFailed, type DevFailedClass, type DevFailedKind } from "./tango/error/dev-failed.ts";
export {
  AsynCall,
  AsynReplyNotArrived,
  CommunicationFailed,
  ConnectionFailed,
  DeviceUnlocked,
  EventSystemFailed,
  NonDbDevice,
  NonSupportedFeature,
  NotAllowed,
  WrongData,
  WrongNameSyntax,
} from "./tango/error/dev-failed-classes.ts";
export { Except } from "./tango/error/except.ts";
export { type NamedDevFailed, NamedDevFailedList } from "./tango/error/named-dev-failed-list.ts";
export type { KnownReason, Reason } from "./tango/error/reason.ts";
export {
  devFailedFromTransfer,
  devFailedToTransfer,
  errorFromTransfer,
  errorToTransfer,
  isTransferredDevFailed,
  type TransferredDevFailed,
  type TransferredError,
} from "./tango/error/transferred-dev-failed.ts";
export type { EventLimits } from "./tango/event/consumer/event-limits.ts";
export type {
  EventClientSnapshot,
  EventSystemSnapshot,
} from "./tango/event/consumer/event-system-snapshot.ts";
export { EventReason } from "./tango/event/data/event-reason.ts";
export { EventSubMode } from "./tango/event/data/event-sub-mode.ts";
export type { EventCallback } from "./tango/event/delivery/event-callback.ts";
export type { EventQueueOptions } from "./tango/event/delivery/event-queue-options.ts";
export type { EventStream } from "./tango/event/delivery/event-stream.ts";
export { EventType, type ValueEventType } from "./tango/event/message/event-type.ts";
export type {
  AttrDataFormat,
  AttrQuality,
  AttrWriteType,
  DevSource,
  DevState,
  DispLevel,
  ErrSeverity,
} from "./tango/idl/enums.ts";
export type { PipeWriteType } from "./tango/idl/pipe-data.ts";
export {
  type AttributeAlias,
  type AttributeName,
  type DeviceAttributeName,
  formatAttributeName,
  parseAttributeName,
} from "./tango/naming/attribute-name.ts";
export { type DeviceName, formatDeviceName, parseDeviceName } from "./tango/naming/device-name.ts";
export type { Names } from "./tango/naming/name-list.ts";
export type { ServerIdentity } from "./tango/naming/server-identity.ts";
export { formatTangoHost, fullHostName, type HostPort, parseTangoHost } from "./tango/naming/tango-host.ts";
export { TangoThreadPool } from "./tango/pool/tango-thread-pool.ts";
export type { AlarmKind } from "./tango/server/attribute/alarm-kind.ts";
export type { AttributeLimits } from "./tango/server/attribute/attribute-limits.ts";
export type { AttributeSettings } from "./tango/server/attribute/attribute-settings.ts";
export type { MultiAttribute } from "./tango/server/attribute/multi-attribute.ts";
export type { LimitInput, ServedAttribute } from "./tango/server/attribute/served-attribute.ts";
export type { Awaitable } from "./tango/server/awaitable.ts";
export type { Caller } from "./tango/server/call/caller.ts";
export { FileServerDatabase } from "./tango/server/database/file-server-database.ts";
export {
  type ClassContents,
  type MemoryContents,
  MemoryServerDatabase,
  type OwnedProperties,
} from "./tango/server/database/memory-server-database.ts";
export type { ServerDatabase } from "./tango/server/database/server-database.ts";
export type {
  AttReqType,
  AttributeAccess,
  AttributeFormat,
  AttributeMethods,
  AttributeOptions,
  AttributeSpec,
  AttributeSpecOf,
  NamedAttribute,
  NumberText,
  ReadingOf,
  TimedReading,
} from "./tango/server/definition/attribute-definition.ts";
export type {
  CommandOptions,
  CommandResultOf,
  CommandSpecOf,
  CommandWorker,
  WorkerCommandSpecOf,
} from "./tango/server/definition/command-definition.ts";
export type { Misfit } from "./tango/server/definition/decorator-checks.ts";
export {
  type AttributeDecoration,
  attribute,
  type CommandDecoration,
  classProperty,
  command,
  deviceProperty,
  type PipeDecoration,
  type PropertyDecoration,
  pipe,
} from "./tango/server/definition/decorators.ts";
export type { PipeOptions, PipeReqType, PipeSpec } from "./tango/server/definition/pipe-definition.ts";
export type {
  PropertySpec,
  PropertySpecOf,
  PropertyType,
} from "./tango/server/definition/property-definition.ts";
export type {
  AttributeTable,
  CommandSpec,
  CommandTable,
  PipeTable,
  PropertyTable,
} from "./tango/server/definition/static-tables.ts";
export type { PolledExecution, PolledReading } from "./tango/server/device/polling-device.ts";
export { Device } from "./tango/server/device.ts";
export type { DeviceConstructor } from "./tango/server/device-constructor.ts";
export type { DeviceHooks } from "./tango/server/device-hooks.ts";
export {
  DeviceServer,
  type DeviceServerOptions,
  type OpenServerDatabase,
  type StartOptions,
} from "./tango/server/device-server.ts";
export type { RemoveAttributeOptions } from "./tango/server/dynamic/dynamic-attributes.ts";
export type { AddCommandOptions, RemoveCommandOptions } from "./tango/server/dynamic/dynamic-commands.ts";
export type { EventSocketSnapshot, PushOptions } from "./tango/server/event/event-socket.ts";
export type { PublishedEventSnapshot } from "./tango/server/event/published-event.ts";
export type { PushedReading } from "./tango/server/event/pushed-reading.ts";
export type { EventEndPoints, ServerEventsSnapshot } from "./tango/server/event/server-events.ts";
export {
  type ForwardedOptions,
  type ForwardedSpec,
  forwarded,
} from "./tango/server/forwarded/forwarded-definition.ts";
export type { Logger } from "./tango/server/logging/logger.ts";
export { type RunServerOptions, runServer } from "./tango/server/run-server.ts";
export type { DeviceClassStatics } from "./tango/server/served-class.ts";
export type { Util } from "./tango/server/server-util.ts";
export { chooseServerDatabase } from "./tango/server/startup/choose-server-database.ts";
export type { EndPoint } from "./tango/server/startup/end-point.ts";
export type { DatabaseChoice } from "./tango/server/startup/server-options.ts";
export {
  DeviceTestContext,
  type DeviceTestContextOptions,
} from "./tango/server/test-context/device-test-context.ts";
export { MultiDeviceTestContext } from "./tango/server/test-context/multi-device-test-context.ts";
export type { TestContextOptions } from "./tango/server/test-context/test-context.ts";
export type {
  TestedClass,
  TestedDevice,
  TestedDeviceProperties,
} from "./tango/server/test-context/tested-devices.ts";
export {
  DeviceThreadHandle,
  type ThreadCallOptions,
  type ThreadHandleSnapshot,
  type ThreadPushOptions,
} from "./tango/server/thread/device-thread-handle.ts";
export type { ThreadHandle, ThreadHandleOptions } from "./tango/server/thread/thread-handle.ts";
export type { ServerWorkersOptions } from "./tango/server/worker/server-workers.ts";
export {
  type WorkerModule,
  type WorkerTask,
  type WorkerTaskOptions,
  workerModule,
} from "./tango/server/worker/worker-task.ts";
export { TangoTest } from "./tango/tg-test/tango-test.ts";
export type {
  AttributeAlarmInfo,
  AttributeEventInfo,
  AttributeInfoEx,
  AttributeMemorization,
} from "./tango/value/attribute-info.ts";
export type {
  AnyAttributeValue,
  AttributeInputOf,
  AttributeType,
  AttributeValueOf,
  CmdArgType,
  CommandInputOf,
  CommandValueOf,
  DoubleStringArray,
  LongStringArray,
} from "./tango/value/cmd-arg-type.ts";
export type { CommandInfo } from "./tango/value/command-info.ts";
export { DeviceAttribute } from "./tango/value/device-attribute.ts";
export type { DeviceInfo } from "./tango/value/device-info.ts";
export type { Encoded } from "./tango/value/encoded.ts";
export { type ColourImage, EncodedAttribute } from "./tango/value/encoded-image.ts";
export { DeviceDataHistory } from "./tango/value/history.ts";
export { type ImageRows, ImageValue } from "./tango/value/image-value.ts";
export type { CppLocker, JavaLocker, LockerInfo } from "./tango/value/locker-info.ts";
export { LogLevel, type LogLevelName } from "./tango/value/log-level.ts";
export type {
  DevicePipe,
  PipeBlob,
  PipeBlobInput,
  PipeElement,
  PipeElementInput,
  PipeElementOf,
  PipeElementType,
  PipeInputOf,
  PipeValueOf,
} from "./tango/value/pipe-blob.ts";
export type { PipeInfo } from "./tango/value/pipe-info.ts";
export { pipeValue } from "./tango/value/pipe-value.ts";
export { TimeVal } from "./tango/value/time-val.ts";
export type { WriteTarget } from "./tango/value/write-attribute.ts";
export { type EnsuredOrbContext, ensureOrbContext } from "./threading/ensure-orb-context.ts";
export { OrbContext } from "./threading/orb-context.ts";
export { OrbContextClosedError } from "./threading/orb-context-closed-error.ts";
export { cleanup, currentOrbContext, runInOrbContext } from "./threading/orb-registry.ts";
export { type CurrentTask, currentTask } from "./threading/pool/current-task.ts";
export { PoolBrokenError } from "./threading/pool/pool-broken-error.ts";
export { PoolClosedError } from "./threading/pool/pool-closed-error.ts";
export type { PoolOptions } from "./threading/pool/pool-options.ts";
export { PoolQueueFullError } from "./threading/pool/pool-queue-full-error.ts";
export type { PoolStatistics, PoolWorkerStatistics } from "./threading/pool/pool-statistics.ts";
export type { TaskOptions } from "./threading/pool/pool-task.ts";
export type {
  TaskArguments,
  TaskCall,
  TaskInput,
  TaskName,
  TaskResult,
} from "./threading/pool/task-module.ts";
export { TaskTimeoutError } from "./threading/pool/task-timeout-error.ts";
export { WorkerDiedError } from "./threading/pool/worker-died-error.ts";
export type { CloseOptions, MapOptions } from "./threading/pool/worker-pool.ts";
export type { SerialModel } from "./threading/serial-model.ts";
export type { Cancellation, Monitor } from "./threading/serialization-monitor.ts";
export { currentTrace, runInTrace, type Trace } from "./threading/trace.ts";
