export { CallAbortedError } from "./call-aborted-error.ts";
export type { CallOptions } from "./call-options.ts";
export { CONNECTION_STATE, DISPATCH_ERROR, UNEXPECTED_REPLY } from "./diagnostics.ts";
export type { InvocationContext } from "./invocation-context.ts";
export type { Listener, ListenOptions } from "./listener.ts";
export type { ActiveObject } from "./object-adapter.ts";
export type { ObjectReference } from "./object-reference.ts";
export { Orb } from "./orb.ts";
export { DEFAULT_ORB_OPTIONS, type OrbOptions } from "./orb-options.ts";
export { type ProxyOf, referenceOf } from "./proxy.ts";
export { refusePosting } from "./refuse-posting.ts";
export { ForwardRequest, type ServantOf } from "./servant.ts";
export { TcpTransport } from "./tcp-transport.ts";
export type {
  AcceptedStream,
  Address,
  ByteListener,
  ByteStream,
  StreamEvents,
  Transport,
} from "./transport.ts";
