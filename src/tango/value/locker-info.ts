/** Who holds the lock of a device, as its server knows: PyTango's LockerInfo. */
export type LockerInfo = CppLocker | JavaLocker;

/** A C++ or Python client. */
export interface CppLocker {
  readonly ll: "CPP";
  /** Its process id. */
  readonly li: number;
  /** The host it runs on, by its name where it has one. */
  readonly lockerHost: string;
  readonly lockerClass: "Not defined";
}

/** A Java client, or one of this library. */
export interface JavaLocker {
  readonly ll: "JAVA";
  /** Its UUID, as `6f1a3c52-…` with 32 hexadecimal digits: each ORB context has one of its own. */
  readonly li: string;
  /** The host it runs on, by its name where it has one. */
  readonly lockerHost: string;
  /** Its main class; `bandoneon` for this library. */
  readonly lockerClass: string;
}
