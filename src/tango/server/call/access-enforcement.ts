import type { CallOptions } from "../../../iiop/call-options.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import { decodeUserClaim } from "../../../threading/user-claim.ts";
import { waitFor } from "../../client/wait-for.ts";
import { type AccessIdentity, ownAddresses } from "../../database/own-identity.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { toDevFailed } from "../../error/to-dev-failed.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import type { Caller } from "./caller.ts";
import { CHANGING_OPERATIONS } from "./changing-operations.ts";

/** Who decides what clients may do. */
export interface AccessJudge {
  /** Whether somebody may write to a device. Rejects where that cannot be found out: then he may not. */
  mayWrite(device: string, who: AccessIdentity, options?: CallOptions): Promise<boolean>;
}

/** How a server enforces the access control. */
export interface EnforcementOptions {
  /**
   * Whether clients are believed who they say that their user is (`ApiUtil.claimUser`); false unless given: then every client is somebody (`*`) of
   * its host. What a client says proves nothing. Believe it where a mistake is to be prevented, not malice.
   */
  readonly believesUsers?: boolean;
  /** Who decides; the access control that is registered in the server's Tango database unless given. */
  readonly judge?: AccessJudge;
}

/** A device as far as it matters to who may write to it. */
export interface GuardedDevice {
  readonly name: string;
  readonly deviceClass: { readonly name: string; readonly allowedCommands: ReadonlySet<string> };
}

/** What an AccessEnforcement needs of its surroundings. */
export interface EnforcementSurroundings {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** The addresses of this host. */
  addresses(): readonly string[];
}

/**
 * Lets a server refuse by itself what the access control does not allow, whatever its clients heed: what writes, configures or executes a command
 * is for those who may write. Free are readings, State and Status, the commands that the property AllowedAccessCmd of the class lists, and
 * what the access control itself is asked.
 *
 * An answer is used again for some seconds. Where there is none, because the access control or the database cannot be reached, the client
 * may not write.
 */
export class AccessEnforcement {
  readonly #judge: AccessJudge;
  readonly #believesUsers: boolean;
  readonly #surroundings: EnforcementSurroundings;
  /** By user, address and device, the one that was asked first, first. */
  readonly #verdicts = new Map<string, Verdict>();

  constructor(
    judge: AccessJudge,
    { believesUsers = false }: EnforcementOptions = {},
    surroundings: EnforcementSurroundings = { now: Date.now, addresses: ownAddresses },
  ) {
    this.#judge = judge;
    this.#believesUsers = believesUsers;
    this.#surroundings = surroundings;
  }

  /**
   * Refuses a call to a device that the access control does not allow: throws, or rejects with, API_ReadOnlyMode. Gives nothing where it is allowed: at
   * once where that is known.
   */
  check(
    device: GuardedDevice,
    caller: Caller,
    { operation, serviceContexts }: Pick<InvocationContext, "operation" | "serviceContexts">,
    command?: string,
  ): Awaitable<void> {
    if (!CHANGING_OPERATIONS.has(operation) || caller.isServerItself) return;
    if (command !== undefined && isFree(device, command.toLowerCase())) return;
    const user = this.#believesUsers ? decodeUserClaim(serviceContexts)?.toLowerCase() : undefined;
    const name = device.name.toLowerCase();
    return andThen(this.#verdictOn(name, user ?? SOMEBODY, caller.host), (verdict) => {
      if (verdict !== ALLOWED) throw refusal(name, operation, command, verdict);
    });
  }

  #verdictOn(device: string, user: string, host: string): Awaitable<Answer> {
    const key = `${device}\0${host}\0${user}`;
    const now = this.#surroundings.now();
    const known = this.#verdicts.get(key);
    if (known !== undefined && now < known.until) return known.answer;
    const verdict: Verdict = { until: Number.POSITIVE_INFINITY, answer: REFUSED };
    verdict.answer = this.#ask(device, { user, addresses: this.#addressesOf(host) }).then((answer) => {
      const lifetimeMs = typeof answer === "string" ? VERDICT_MS : FAILURE_MS;
      verdict.until = this.#surroundings.now() + lifetimeMs;
      verdict.answer = answer;
      return answer;
    });
    this.#verdicts.delete(key);
    this.#verdicts.set(key, verdict);
    if (this.#verdicts.size > MAX_VERDICTS) this.#verdicts.delete(this.#verdicts.keys().next().value!);
    return verdict.answer;
  }

  async #ask(device: string, who: AccessIdentity): Promise<Answer> {
    try {
      const answer = Promise.resolve(this.#judge.mayWrite(device, who, { timeoutMs: PATIENCE_MS }));
      // A judge may not heed that, and nobody would ask him again.
      const limit = { timeoutMs: PATIENCE_MS + GRACE_MS };
      return (await waitFor(answer, limit, device, "asking who may write to")) ? ALLOWED : REFUSED;
    } catch (error) {
      return toDevFailed(error);
    }
  }

  /** Of a client on this host those that it would give itself, too: rules are made for these. */
  #addressesOf(host: string): readonly string[] {
    const isHere = host.startsWith("127.") || host === "::1";
    return isHere ? [...this.#surroundings.addresses(), host] : [host];
  }
}

/** What the judge said; the error where he could not be asked. */
type Answer = typeof ALLOWED | typeof REFUSED | DevFailed;

interface Verdict {
  until: number;
  answer: Awaitable<Answer>;
}

function isFree({ deviceClass: { name, allowedCommands } }: GuardedDevice, command: string): boolean {
  if (command === "state" || command === "status" || allowedCommands.has(command)) return true;
  if (name === "TangoAccessControl") return QUESTIONS.has(command);
  return name === "DServer" && allowedCommands.size === 0 && HARMLESS_ADMINISTRATION.has(command);
}

/** In the words of cppTango's clients, where these refuse such a call. */
function refusal(device: string, operation: string, command: string | undefined, why: Answer): DevFailed {
  let desc = `${attempt(operation, command)} on device ${device} is not authorized`;
  const cause = typeof why === "string" ? undefined : why;
  if (cause !== undefined) {
    desc += ` because an error occurs while talking to the Controlled Access Service\n${cause.errors[0]?.desc}`;
  }
  return new DevFailed([devError("API_ReadOnlyMode", desc, "AccessEnforcement.check()")], { cause });
}

function attempt(operation: string, command: string | undefined): string {
  if (command !== undefined) return `Command ${command}`;
  if (operation.includes("_config")) return "Changing the configuration";
  return operation.includes("pipe") ? "Writing a pipe" : "Writing attribute(s)";
}

/** What is asked for clients that say nothing of their user, as rules call it. */
const SOMEBODY = "*";
const ALLOWED = "allowed";
const REFUSED = "refused";
/** Less than the 3 s that clients wait, so that they are told why. */
const PATIENCE_MS = 2000;
/** For the judge to say himself why he could not be asked. */
const GRACE_MS = 300;
const VERDICT_MS = 5000;
/** An access control that comes back is to be noticed soon. */
const FAILURE_MS = 1000;
const MAX_VERDICTS = 10_000;

/** What an access control is asked before anybody may do anything. */
const QUESTIONS: ReadonlySet<string> = new Set(["getaccess", "getaccessformultiip", "getallowedcommands"]);

/** What admin devices answer everybody where the database does not say: as the property has it in a new one (create_db.sql). */
const HARMLESS_ADMINISTRATION: ReadonlySet<string> = new Set([
  "queryclass",
  "querydevice",
  "querysubdevice",
  "querywizardclassproperty",
  "querywizarddevproperty",
  "eventsubscriptionchange",
  "zmqeventsubscriptionchange",
  "eventconfirmsubscription",
  "devpollstatus",
  "getlogginglevel",
  "getloggingtarget",
]);
