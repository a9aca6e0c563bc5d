/** The GIOP messages in the order of their numbers (CORBA 3.4 Part 2 §9.4.1). Fragment is new in 1.1. */
export const MESSAGE_TYPES = [
  "Request",
  "Reply",
  "CancelRequest",
  "LocateRequest",
  "LocateReply",
  "CloseConnection",
  "MessageError",
  "Fragment",
] as const;

/** What a GIOP message is. */
export type MessageType = (typeof MESSAGE_TYPES)[number];
