/** What a peer may send, in octets and numbers. */
export interface FrameLimits {
  /** Octets of a message: its frames with their headers. */
  readonly maxMessageSize: number;
  /** Frames of a message. */
  readonly maxFrames: number;
  /** Octets of a command. */
  readonly maxCommandSize: number;
}
