import type { CdrReader } from "../giop/cdr/cdr-reader.ts";
import type { ClientLocate } from "../giop/connection/client-call.ts";
import type { ClientConnection } from "../giop/connection/client-connection.ts";
import { decodeSystemException } from "../giop/exception/system-exception.ts";
import type { LocateReplyHeader } from "../giop/message/locate.ts";
import { RemoteCall } from "./remote-call.ts";

/** The question whether an object is there, by a LocateRequest (CORBA 3.4 Part 2 §9.4.5): resolves with the answer, a boolean. */
export class Location extends RemoteCall implements ClientLocate {
  readonly operation = "LocateRequest";
  readonly oneway = false;

  sendOn(connection: ClientConnection): void {
    connection.locate(this);
  }

  onLocateReply({ status }: LocateReplyHeader, body: CdrReader): void {
    try {
      switch (status) {
        case "OBJECT_HERE":
          return this.succeed(true);
        case "UNKNOWN_OBJECT":
          if (!this.returnToOriginal()) this.succeed(false);
          return;
        case "LOC_SYSTEM_EXCEPTION":
          return this.onFailure(decodeSystemException(body));
        case "LOC_NEEDS_ADDRESSING_MODE":
          return this.renamed(body);
        default:
          return this.forward(body, status === "OBJECT_FORWARD_PERM");
      }
    } catch (error) {
      this.failOnAnswer(error);
    }
  }
}
