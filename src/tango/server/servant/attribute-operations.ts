import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import type { AttributeValue_5 } from "../../idl/attribute-value.ts";
import type { ClntIdent } from "../../idl/client-identity.ts";
import type { DevSource } from "../../idl/enums.ts";
import { attributeValue5 } from "../attribute/attribute-value-versions.ts";
import { readAttributes } from "../attribute/read-attributes.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import { CommandOperations } from "./command-operations.ts";

/** The operations that read and write attributes. */
export class AttributeOperations extends CommandOperations {
  read_attributes_5(
    names: string[],
    source: DevSource,
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue_5>[]> {
    return this.answer(context, identity, { names, source }, () =>
      andThen(readAttributes(this.served, names), (snapshots) => snapshots.map(attributeValue5)),
    );
  }
}
