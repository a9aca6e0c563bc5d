import type { CallOptions } from "../../../iiop/call-options.ts";
import type { DeviceConnection } from "../../client/device-connection.ts";
import { learnAttributes } from "../../client/known-attributes.ts";
import { readAttributeOrErrors } from "../../client/read-calls.ts";
import type { DevError } from "../../error/dev-error.ts";
import {
  AttributeValue,
  AttributeValue_3,
  AttributeValue_4,
  AttributeValue_5,
} from "../../idl/attribute-value.ts";
import type { DeviceAttribute } from "../../value/device-attribute.ts";
import {
  deviceAttributeFrom1,
  deviceAttributeFrom3,
  deviceAttributeFrom4,
  deviceAttributeFrom5,
  isOpen1,
  isOpen3,
  isOpen5,
  type KnownAttribute,
} from "../../value/read-attribute.ts";
import { attributeEvent } from "../data/attribute-event.ts";
import { decodeContent, type EventMessage } from "../message/event-message.ts";
import type { ValueEventType } from "../message/event-type.ts";
import type { EventContent, EventKind, EventSubject } from "./event-kind.ts";

/** Events that carry the value of an attribute. */
export class AttributeEventKind implements EventKind {
  readonly #type: ValueEventType;

  constructor(type: ValueEventType) {
    this.#type = type;
  }

  async read(
    connection: DeviceConnection,
    name: string,
    options: CallOptions | undefined,
  ): Promise<EventContent> {
    const reading = await readAttributeOrErrors(connection, name, options);
    // As cppTango: the errors of the attribute without the level that the call added.
    return this.#content(reading, reading.errors.slice(0, -1));
  }

  decode(message: EventMessage, subject: EventSubject): EventContent | Promise<EventContent> {
    const { name, isOpen, read } = openValue(message, subject);
    if (!isOpen) return this.#of(read());
    const known = subject.connection.device?.attributes.get(name);
    if (known !== undefined) return this.#of(read(known));
    return learn(subject.connection, name).then((learnt) => this.#of(read(learnt)));
  }

  failed(errors: readonly DevError[]): EventContent {
    return this.#content(null, errors);
  }

  #of(value: DeviceAttribute): EventContent {
    return this.#content(value, value.errors);
  }

  #content(value: DeviceAttribute | null, errors: readonly DevError[]): EventContent {
    return (address) => attributeEvent(this.#type, address, value, errors);
  }
}

/** A value that came, before it is known what it leaves open: labels, or the format before IDL 4. */
interface OpenValue {
  readonly name: string;
  readonly isOpen: boolean;
  read(known?: KnownAttribute): DeviceAttribute;
}

function openValue(message: EventMessage, { idl, name }: EventSubject): OpenValue {
  if (idl >= 5) {
    const wire = named(decodeContent(message, AttributeValue_5), name);
    return { name: wire.name, isOpen: isOpen5(wire), read: (known) => deviceAttributeFrom5(wire, known) };
  }
  if (idl === 4) {
    const wire = named(decodeContent(message, AttributeValue_4), name);
    return { name: wire.name, isOpen: false, read: () => deviceAttributeFrom4(wire) };
  }
  if (idl === 3) {
    const wire = named(decodeContent(message, AttributeValue_3), name);
    return { name: wire.name, isOpen: isOpen3(wire), read: (known) => deviceAttributeFrom3(wire, known) };
  }
  const wire = named(decodeContent(message, AttributeValue), name);
  return { name: wire.name, isOpen: isOpen1(wire), read: (known) => deviceAttributeFrom1(wire, known) };
}

/** A forwarded attribute's value has the name of the attribute that it stands for; subscribers know it by another. */
function named<W extends { readonly name: string }>(wire: W, name: string): W {
  return wire.name.toLowerCase() === name ? wire : { ...wire, name };
}

/** Asks for the configuration of the attribute, once for each connection to its device. */
async function learn(connection: DeviceConnection, name: string): Promise<KnownAttribute | undefined> {
  try {
    const device = await connection.connect();
    await learnAttributes(connection, device, [name], undefined);
    return device.attributes.get(name);
  } catch {
    // A value is worth having without its labels.
    return undefined;
  }
}
