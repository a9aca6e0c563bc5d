import { DevFailed, type DevFailedKind } from "./dev-failed.ts";

/** The device, its server or the database cannot be reached. */
export class ConnectionFailed extends DevFailed {
  static override readonly kind: DevFailedKind = "ConnectionFailed";
}

/** The connection was lost, or the device did not answer in time. */
export class CommunicationFailed extends DevFailed {
  static override readonly kind: DevFailedKind = "CommunicationFailed";
}

/** The name of a device or attribute is not well formed, or there is no such attribute. */
export class WrongNameSyntax extends DevFailed {
  static override readonly kind: DevFailedKind = "WrongNameSyntax";
}

/** The device is used without a database (`#dbase=no`), and what was asked for needs one. */
export class NonDbDevice extends DevFailed {
  static override readonly kind: DevFailedKind = "NonDbDevice";
}

/** A value is not of the type that the command or attribute has, or is not there. */
export class WrongData extends DevFailed {
  static override readonly kind: DevFailedKind = "WrongData";
}

/** The device is of a Tango release that does not know what was asked for. */
export class NonSupportedFeature extends DevFailed {
  static override readonly kind: DevFailedKind = "NonSupportedFeature";
}

/** An asynchronous call is used wrongly, as when its id is not known. */
export class AsynCall extends DevFailed {
  static override readonly kind: DevFailedKind = "AsynCall";
}

/** The reply of an asynchronous call is not there yet. */
export class AsynReplyNotArrived extends DevFailed {
  static override readonly kind: DevFailedKind = "AsynReplyNotArrived";
}

/** An event cannot be subscribed to, or its channel is broken. */
export class EventSystemFailed extends DevFailed {
  static override readonly kind: DevFailedKind = "EventSystemFailed";
}

/** The lock that this client held on the device is lost. */
export class DeviceUnlocked extends DevFailed {
  static override readonly kind: DevFailedKind = "DeviceUnlocked";
}

/** The access control of this Tango system allows this user to read only. */
export class NotAllowed extends DevFailed {
  static override readonly kind: DevFailedKind = "NotAllowed";
}
