import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { NATIVE_CODE_SETS } from "../giop/connection/code-set-negotiation.ts";
import { MINOR_CODE } from "../giop/exception/minor-code.ts";
import { SystemException } from "../giop/exception/system-exception.ts";
import type { Interface } from "../giop/idl/interface.ts";
import { corbalocToIor, parseCorbaloc } from "../giop/ior/corbaloc.ts";
import { encodeIiopProfile } from "../giop/ior/iiop-profile.ts";
import type { Ior } from "../giop/ior/ior.ts";
import { parseIor } from "../giop/ior/stringified-ior.ts";
import { codeSetsComponent } from "../giop/ior/tagged-component.ts";
import { NO_CONTEXTS } from "../giop/message/service-context.ts";
import { ConnectionCache } from "./connection-cache.ts";
import { Listener, type ListenOptions } from "./listener.ts";
import { type ActiveObject, ObjectAdapter } from "./object-adapter.ts";
import { ObjectReference } from "./object-reference.ts";
import { type OrbOptions, parseOrbOptions } from "./orb-options.ts";
import { createProxy, type ProxyOf } from "./proxy.ts";
import { refusePosting } from "./refuse-posting.ts";
import type { CallEnvironment, ClosedError, RequestContexts } from "./route.ts";
import type { ServantOf } from "./servant.ts";
import { TcpTransport } from "./tcp-transport.ts";
import type { Transport } from "./transport.ts";

/**
 * An object request broker: calls objects elsewhere and serves objects here. It owns every connection, listener and timer that
 * this takes. Any number of Orbs live side by side in one thread; they share nothing.
 */
export class Orb {
  readonly options: OrbOptions;
  readonly #transport: Transport;
  readonly #connections: ConnectionCache;
  readonly #environment: CallEnvironment;
  readonly #adapter = new ObjectAdapter();
  readonly #listeners = new Set<Listener>();
  #closedError: ClosedError | undefined;
  #drained: Promise<void> | undefined;
  #destroyed: Promise<void> | undefined;

  /** `requestContexts` gives what its requests carry. Throws a RangeError for an option out of range. */
  constructor(
    options: Partial<OrbOptions> = {},
    transport: Transport = new TcpTransport(),
    requestContexts: RequestContexts = () => NO_CONTEXTS,
  ) {
    this.options = parseOrbOptions(options);
    this.#transport = transport;
    this.#connections = new ConnectionCache(transport, this.options);
    const closedError = () => this.#closedError;
    this.#environment = {
      connections: this.#connections,
      options: this.options,
      requestContexts,
      get closedError() {
        return closedError();
      },
    };
    refusePosting(this, () => "an Orb belongs to one thread: make another there");
  }

  get isClosed(): boolean {
    return this.#closedError !== undefined;
  }

  /** How many connections to servers are open or being opened. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /**
   * The object of an IOR, an `IOR:` text or a `corbaloc:` URL. Throws SystemException BAD_PARAM for a text that is none, or a
   * `corbaname:`, which a naming service must resolve; INV_OBJREF for one that names no address that can be reached. Nothing is sent yet.
   */
  object(target: Ior | string): ObjectReference {
    this.#assertOpen("object()");
    return new ObjectReference(this.#environment, typeof target === "string" ? iorOf(target.trim()) : target);
  }

  /** An object as methods: see ProxyOf. Nothing is sent yet. */
  proxy<D extends Interface>(definition: D, target: ObjectReference | Ior | string): ProxyOf<D> {
    return createProxy(definition, target instanceof ObjectReference ? target : this.object(target));
  }

  /** Accepts connections for the objects activated here. */
  async listen(options: ListenOptions = {}): Promise<Listener> {
    this.#assertServing("listen()");
    const listener = await Listener.open(this.#transport, this.#adapter, this.options, options, (closed) =>
      this.#listeners.delete(closed),
    );
    if (this.#isEnding) await listener.destroy();
    this.#assertServing("listen()");
    this.#listeners.add(listener);
    return listener;
  }

  /**
   * Makes `servant` answer for an object key (a new unique one unless given) and returns the reference to give away; it needs a
   * listener, whose address the reference names.
   */
  activate<D extends Interface>(
    definition: D,
    servant: ServantOf<D>,
    objectKey: Uint8Array | string = randomUUID(),
  ): Ior {
    this.#assertServing("activate()");
    const key = keyOctets(objectKey);
    const ior = this.reference(definition.repositoryId, key);
    this.#adapter.activate(key, { definition, servant: servant as ActiveObject["servant"] });
    return ior;
  }

  /** Ends the service of an object; false where there was none. Calls in progress go on. */
  deactivate(objectKey: Uint8Array | string): boolean {
    return this.#adapter.deactivate(keyOctets(objectKey));
  }

  /**
   * Asks `locate` for the servant of keys that no activation names: a default servant, or one made on demand. It answers at once; what it
   * throws goes to the caller, a ForwardRequest too.
   */
  setDefaultServant(locate: (objectKey: Uint8Array) => ActiveObject | undefined): void {
    this.#adapter.setFallback(locate);
  }

  /** The reference of an object key here, with a profile for every open listener. */
  reference(typeId: string, objectKey: Uint8Array | string): Ior {
    this.#assertServing("reference()");
    const listeners = [...this.#listeners].filter(({ isOpen }) => isOpen);
    if (listeners.length === 0)
      throw new Error("no reference can be made without a listener: call listen() first");
    const components = [codeSetsComponent(NATIVE_CODE_SETS)];
    return {
      typeId,
      profiles: listeners.map(({ host, port }) =>
        encodeIiopProfile({ giopMinor: 2, host, port, objectKey: keyOctets(objectKey), components }),
      ),
    };
  }

  /**
   * Ends gracefully: from now on nothing new is served; listeners answer what runs, whose servants may still call others; what oneway
   * calls have sent leaves; then everything closes. Each step takes at most `drainTimeoutMs`. Every call joins the first.
   */
  close(): Promise<void> {
    this.#drained ??= this.#destroyed ?? this.#drain();
    return this.#drained;
  }

  /**
   * Ends now, even where a close still waits: calls in flight and later ones reject with BAD_INV_ORDER_ORBHasShutdown, whose cause is
   * `reason`, or with what `reason` makes; servants at work see their signal aborted. Resolves when every socket is gone. Every call
   * joins the first.
   */
  destroy(reason?: Error | ClosedError): Promise<void> {
    this.#closedError ??= typeof reason === "function" ? reason : orbHasShutDown(reason);
    this.#destroyed ??= this.#cutOff();
    return this.#destroyed;
  }

  async #drain(): Promise<void> {
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
    this.#closedError ??= orbHasShutDown();
    await this.#connections.close(connectionEnded());
  }

  async #cutOff(): Promise<void> {
    await Promise.all([
      this.#connections.destroy(connectionEnded()),
      ...[...this.#listeners].map((listener) => listener.destroy()),
    ]);
  }

  get #isEnding(): boolean {
    return this.#drained !== undefined || this.#closedError !== undefined;
  }

  #assertOpen(what: string): void {
    if (this.#closedError !== undefined) throw this.#closedError(what, "NO");
  }

  #assertServing(what: string): void {
    if (this.#isEnding) throw (this.#closedError ?? orbHasShutDown())(what, "NO");
  }
}

function iorOf(text: string): Ior {
  if (/^IOR:/i.test(text)) {
    const ior = parseIor(text);
    if (ior !== null) return ior;
    throw new SystemException("INV_OBJREF", 0, { detail: "the reference is nil" });
  }
  if (/^corbaname:/i.test(text)) {
    const detail = `"${text}" is a name in a naming service: see parseCorbaname(), and call resolve() there`;
    throw new SystemException("BAD_PARAM", MINOR_CODE.BAD_PARAM_BadSchemeName, { detail });
  }
  const url = parseCorbaloc(text);
  if (url.kind === "iiop") return corbalocToIor(url);
  throw new SystemException("BAD_PARAM", 0, { detail: `corbaloc:rir:/${url.name} names nothing here` });
}

function keyOctets(objectKey: Uint8Array | string): Uint8Array {
  return typeof objectKey === "string" ? Buffer.from(objectKey, "latin1") : objectKey;
}

function orbHasShutDown(cause?: Error): ClosedError {
  return (what, completed) =>
    new SystemException("BAD_INV_ORDER", MINOR_CODE.BAD_INV_ORDER_ORBHasShutdown, {
      completed,
      detail: `${what}: the Orb is closed`,
      cause,
    });
}

/** What channels are closed with; each call in them makes an error of its own of it. */
function connectionEnded(): SystemException {
  return new SystemException("BAD_INV_ORDER", MINOR_CODE.BAD_INV_ORDER_ORBHasShutdown, {
    completed: "MAYBE",
    detail: "the Orb is closed",
  });
}
