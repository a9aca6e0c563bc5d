import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type {
  AttributeValue,
  AttributeValue_3,
  AttributeValue_4,
  AttributeValue_5,
} from "../../idl/attribute-value.ts";
import type { ClntIdent } from "../../idl/client-identity.ts";
import type { DevSource } from "../../idl/enums.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import {
  attributeValue1,
  attributeValue3,
  attributeValue4,
  attributeValue5,
} from "../attribute/attribute-value-versions.ts";
import { type IncomingValue, incomingValue1, incomingValue4 } from "../attribute/incoming-value.ts";
import { readAttributes, readToSend } from "../attribute/read-attributes.ts";
import { readForOldClient } from "../attribute/read-for-old-client.ts";
import { writeAttributes, writeAttributesOrFail } from "../attribute/write-attributes.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import { CommandOperations } from "./command-operations.ts";

/** The operations that read and write attributes. */
export class AttributeOperations extends CommandOperations {
  read_attributes(names: string[], context: InvocationContext): Awaitable<InputOf<typeof AttributeValue>[]> {
    return this.answer(context, null, { names }, () =>
      andThen(readForOldClient(this.served, names, "DEV", context), (snapshots) =>
        snapshots.map(attributeValue1),
      ),
    );
  }

  read_attributes_2(
    names: string[],
    source: DevSource,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue>[]> {
    return this.answer(context, null, { names, source }, () =>
      andThen(readForOldClient(this.served, names, source, context), (snapshots) =>
        snapshots.map(attributeValue1),
      ),
    );
  }

  read_attributes_3(
    names: string[],
    source: DevSource,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue_3>[]> {
    return this.answer(context, null, { names, source }, () =>
      andThen(readToSend(this.served, names, source, context), (snapshots) => snapshots.map(attributeValue3)),
    );
  }

  read_attributes_4(
    names: string[],
    source: DevSource,
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue_4>[]> {
    return this.answer(context, identity, { names, source }, () =>
      andThen(readToSend(this.served, names, source, context), (snapshots) => snapshots.map(attributeValue4)),
    );
  }

  read_attributes_5(
    names: string[],
    source: DevSource,
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue_5>[]> {
    return this.answer(context, identity, { names, source }, () =>
      andThen(readToSend(this.served, names, source, context), (snapshots) => snapshots.map(attributeValue5)),
    );
  }

  write_attributes(values: AttributeValue[], context: InvocationContext): Awaitable<void> {
    return this.answer(context, null, { names: values.map(nameOf) }, () =>
      writeAttributesOrFail(this.served, values.map(incomingScalar), context),
    );
  }

  write_attributes_3(values: AttributeValue[], context: InvocationContext): Awaitable<void> {
    return this.answer(context, null, { names: values.map(nameOf) }, () =>
      writeAttributes(this.served, values.map(incomingValue1), context),
    );
  }

  write_attributes_4(
    values: AttributeValue_4[],
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<void> {
    return this.answer(context, identity, { names: values.map(nameOf) }, () =>
      writeAttributes(this.served, values.map(incomingValue4), context),
    );
  }

  /** Writes attributes, and reads the first of them. */
  write_read_attributes_4(
    values: AttributeValue_4[],
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue_4>[]> {
    const names = values.map(nameOf);
    const readNames = names.slice(0, 1);
    return this.answer(context, identity, { names, readNames }, () => {
      for (const name of readNames) this.#checkWrittenAndRead(name);
      return andThen(this.#writeAndRead(values, readNames, context), (snapshots) =>
        snapshots.map(attributeValue4),
      );
    });
  }

  write_read_attributes_5(
    values: AttributeValue_4[],
    readNames: string[],
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeValue_5>[]> {
    return this.answer(context, identity, { names: values.map(nameOf), readNames }, () =>
      andThen(this.#writeAndRead(values, readNames, context), (snapshots) => snapshots.map(attributeValue5)),
    );
  }

  /** Nobody else comes in between. */
  #writeAndRead(
    values: readonly AttributeValue_4[],
    readNames: readonly string[],
    context: InvocationContext,
  ): Awaitable<AttributeSnapshot[]> {
    const work = () =>
      andThen(writeAttributes(this.served, values.map(incomingValue4)), () =>
        readAttributes(this.served, readNames),
      );
    return this.served.monitor.run("writing and reading of attributes", work, context);
  }

  #checkWrittenAndRead(name: string): void {
    const { access } = this.served.attributes.get(name).definition;
    if (access === "READ_WRITE" || access === "READ_WITH_WRITE") return;
    const desc = `Attribute ${name} is not a READ_WRITE or READ_WITH_WRITE attribute`;
    throw new DevFailed([devError("API_AttrNotWritable", desc, "write_read_attributes_4")]);
  }
}

/** What a client of IDL 1 or 2 writes has one element, whatever dimensions come with it (cppTango, DeviceImpl::write_attributes). */
function incomingScalar(value: AttributeValue): IncomingValue {
  return incomingValue1({ ...value, dim_x: 1, dim_y: 0 });
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
