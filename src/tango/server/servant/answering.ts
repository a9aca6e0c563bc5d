import { MINOR_CODE } from "../../../giop/exception/minor-code.ts";
import { SystemException } from "../../../giop/exception/system-exception.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import { isPromise } from "../../../iiop/is-promise.ts";
import { runInCallFlow } from "../../../threading/call-flow.ts";
import { runInTrace } from "../../../threading/trace.ts";
import { NamedDevFailedList } from "../../error/named-dev-failed-list.ts";
import { errorsOf } from "../../error/to-dev-failed.ts";
import type { ClntIdent } from "../../idl/client-identity.ts";
import { DevFailed, MultiDevFailed } from "../../idl/dev-error.ts";
import { Device_6 } from "../../idl/device.ts";
import type { Awaitable } from "../awaitable.ts";
import type { OperationDetails } from "../call/black-box.ts";
import { Caller } from "../call/caller.ts";
import { lockRule } from "../call/lock-rule.ts";
import type { ServedDevice } from "../served-device.ts";

/** What every operation of a device's servant has around it: the black box, the access control, the lock, the call flow, and errors as IDL exceptions. */
export class Answering {
  protected readonly served: ServedDevice;

  constructor(served: ServedDevice) {
    this.served = served;
  }

  /** Answers a call: `work` gets who calls. */
  protected answer<T>(
    context: InvocationContext,
    identity: ClntIdent | null,
    details: OperationDetails | undefined,
    work: (caller: Caller) => Awaitable<T>,
  ): Awaitable<T> {
    const { served } = this;
    const { operation } = context;
    const caller = new Caller(context.peer, identity);
    served.blackBox.insertOperation(operation, caller, details);
    return raising(operation, () => {
      const { access } = served.server;
      const checked = access?.check(served, caller, context, details?.command);
      if (checked === undefined) return this.#answerAllowed(context, caller, details, work);
      return checked.then(() => this.#answerAllowed(context, caller, details, work));
    });
  }

  /** Answers a call that the access control allows, unless the lock of another client forbids it. */
  #answerAllowed<T>(
    context: InvocationContext,
    caller: Caller,
    details: OperationDetails | undefined,
    work: (caller: Caller) => Awaitable<T>,
  ): Awaitable<T> {
    const { lock, deviceClass } = this.served;
    lock.check(caller, lockRule(context.operation, details?.command, deviceClass.allowedCommands));
    return this.enter(context, () => inTraceOf(caller, () => work(caller)));
  }

  /**
   * Does the work of a call in the scope of the server and in its flow, and not before the device and its server have opened, unless it is part
   * of that. Rejects with a DeviceEndedError where the device has ended until then.
   */
  protected enter<T>(context: InvocationContext, work: () => Awaitable<T>): Awaitable<T> {
    const { served } = this;
    const { opening, server } = served;
    const awaited = opening ?? server.opening;
    const begin = () => {
      if (served.ended !== undefined) throw new DeviceEndedError(served.name);
      return work();
    };
    const enter = awaited === null ? begin : () => awaited.enter(begin);
    return server.scope.run(() => runInCallFlow(context.serviceContexts, enter));
  }
}

/** A call came while its device or server was made anew, or waited for the access control, and when its turn came the device was another one. */
export class DeviceEndedError extends Error {
  override readonly name = "DeviceEndedError";

  constructor(device: string) {
    super(`the device ${device} has ended`);
  }

  /** What the client is told: the same as when it had called a moment later. It looks the device up anew then. */
  toSystemException(): SystemException {
    const { message: detail } = this;
    return new SystemException("OBJECT_NOT_EXIST", MINOR_CODE.OBJECT_NOT_EXIST_NoMatch, { detail });
  }
}

/** Runs the work of a call as part of the trace that it says it is part of. */
function inTraceOf<T>({ trace }: Caller, work: () => T): T {
  return trace === null ? work() : runInTrace(trace, work);
}

/** Runs the work of `operation`; what it throws or rejects with goes on as an exception that the IDL declares for it. */
export function raising<T>(operation: string, work: () => Awaitable<T>): Awaitable<T> {
  try {
    const result = work();
    return isPromise(result) ? Promise.resolve(result).catch((error) => raise(operation, error)) : result;
  } catch (error) {
    return raise(operation, error);
  }
}

function raise(operation: string, error: unknown): never {
  if (error instanceof DeviceEndedError) throw error.toSystemException();
  // A command can fail with one, too, that it got from another device: then only its summary can be told, as by cppTango.
  if (error instanceof NamedDevFailedList && canFailInParts(operation)) {
    const errors = error.failures.map(({ name, index, errors }) => ({
      name,
      index_in_call: index,
      err_list: errors,
    }));
    throw MultiDevFailed.create({ errors });
  }
  throw DevFailed.create({ errors: errorsOf(error) });
}

function canFailInParts(operation: string): boolean {
  const { raises = [] } = Device_6.operations[operation] ?? {};
  return raises.some(({ repositoryId }) => repositoryId === MultiDevFailed.repositoryId);
}
