import { matchesWildcard } from "../../naming/wildcard.ts";
import type { GroupDevice } from "./group-device.ts";

/** What a group has in it. */
export type GroupMember<G> = GroupDevice | GroupNode<G>;

/**
 * A group as a node of its hierarchy: what is in it, and how that is found by names. `owner` is the Group that users have of it.
 *
 * The order is that in which members were added, with all of a sub group where that was added: that of calls and replies. What is looked for
 * by a name is rather the first of the upper groups (cppTango, Group::find_i).
 */
export class GroupNode<G> {
  readonly owner: G;
  readonly name: string;
  isEnabled = true;
  #parent: GroupNode<G> | null = null;
  #members: GroupMember<G>[] = [];

  constructor(owner: G, name: string) {
    this.owner = owner;
    this.name = name;
  }

  /** The group that this one is in. */
  get parent(): GroupNode<G> | null {
    return this.#parent;
  }

  /** Its name behind those of all groups around it. */
  get fullName(): string {
    return this.#parent === null ? this.name : `${this.#parent.fullName}.${this.name}`;
  }

  /** Whether it has this name, alone or behind those of the groups around it. A `*` stands for itself: groups may have it in their names. */
  isNamed(name: string): boolean {
    return isNamed(name, this.name, this.fullName);
  }

  /** Whether a name, or a pattern with `*` in it, means this group. */
  fits(pattern: string): boolean {
    return fits(pattern, this.name, this.fullName);
  }

  /** The devices, in the order of calls and replies. */
  devices(forward: boolean): GroupDevice[] {
    return this.#members.flatMap((member) => {
      if (!(member instanceof GroupNode)) return member;
      return forward ? member.devices(forward) : [];
    });
  }

  /** The first device that a name means, in the order of `devices`. */
  device(name: string): GroupDevice | undefined {
    for (const member of this.#members) {
      const isGroup = member instanceof GroupNode;
      const found = isGroup ? member.device(name) : this.#isMeant(member, name) ? member : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The first that a name or a pattern means: this group, one of its members, or with `forward` one of those of its sub groups. */
  find(pattern: string, forward: boolean): GroupMember<G> | undefined {
    return this.fits(pattern) ? this : this.#findMember(pattern, forward);
  }

  /** Whether one of its members has this name; see `isNamed`. */
  hasMember(name: string): boolean {
    return this.#members.some((member) => isNamed(name, member.name, `${this.fullName}.${member.name}`));
  }

  /** Whether it is this group, or around it. */
  isWithin(group: GroupNode<G>): boolean {
    return this === group || (this.#parent?.isWithin(group) ?? false);
  }

  /** Adds a device, or a group that is in no other one. */
  add(member: GroupMember<G>): void {
    this.#members.push(member);
    if (member instanceof GroupNode) member.#parent = this;
  }

  /** Removes the members that a name or a pattern means. A group that itself is meant by its name has nothing removed, as in cppTango. */
  remove(pattern: string, forward: boolean): void {
    if (!pattern.includes("*") && this.fits(pattern)) return;
    this.#removeIf((member) => this.#isMeant(member, pattern));
    if (forward) for (const group of this.#groups()) group.remove(pattern, forward);
  }

  /** Removes all members. */
  removeAll(): void {
    this.#removeIf(() => true);
  }

  /** Sets the time limit of all devices, those of sub groups included. */
  setTimeoutMillis(timeoutMs: number): void {
    for (const member of this.#members) member.setTimeoutMillis(timeoutMs);
  }

  /** A line for each group, with how many devices are in it without and with sub groups, and for each device (cppTango, Group::dump). */
  lines(): string[] {
    const sizes = `${this.devices(false).length}:${this.devices(true).length}`;
    const members = this.#members.flatMap((member) =>
      member instanceof GroupNode ? member.lines() : `|- DEVICE: ${member.name}`,
    );
    return [`|- GROUP: ${this.fullName} [${sizes}]`, ...members.map((line) => `\t${line}`)];
  }

  #findMember(pattern: string, forward: boolean): GroupMember<G> | undefined {
    const own = this.#members.find((member) => this.#isMeant(member, pattern));
    if (own !== undefined || !forward) return own;
    for (const group of this.#groups()) {
      const found = group.#findMember(pattern, forward);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isMeant(member: GroupMember<G>, pattern: string): boolean {
    if (member instanceof GroupNode) return member.fits(pattern);
    return fits(pattern, member.name, `${this.fullName}.${member.name}`);
  }

  #groups(): GroupNode<G>[] {
    return this.#members.filter((member) => member instanceof GroupNode);
  }

  #removeIf(isMeant: (member: GroupMember<G>) => boolean): void {
    const removed = new Set(this.#members.filter(isMeant));
    this.#members = this.#members.filter((member) => !removed.has(member));
    for (const member of removed) if (member instanceof GroupNode) member.#parent = null;
  }
}

function isNamed(name: string, ...names: readonly string[]): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function fits(pattern: string, name: string, fullName: string): boolean {
  return matchesWildcard(pattern, name) || matchesWildcard(pattern, fullName);
}
