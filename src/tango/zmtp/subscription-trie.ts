/** Anyone who subscribes. The members are the trie's own. */
export interface TrieSubscriber {
  /** The last search that found it. */
  stamp: number;
  /** Where its topics end, with how often it subscribed to each. */
  readonly places: Map<TrieNode, number>;
}

/**
 * Who subscribed to which prefixes. Subscriptions are counted: a topic that was subscribed twice and cancelled once stays.
 * Its edges carry as many octets as they can, so that a match costs one comparison for each octet of the topic.
 */
export class SubscriptionTrie<T extends TrieSubscriber> {
  readonly #root = new TrieNode(NOTHING, undefined);
  #stamp = 0;

  /** Subscribes; true where that subscriber had not subscribed to that topic. The topic is copied. */
  add(topic: Uint8Array, subscriber: T): boolean {
    let node = this.#root;
    let at = 0;
    while (at < topic.length) {
      const child = node.children?.get(topic[at]!);
      if (child === undefined) {
        node = node.adopt(new TrieNode(new Uint8Array(topic.subarray(at)), node));
        break;
      }
      const common = commonLength(child.label, topic, at);
      at += common;
      node = common === child.label.length ? child : child.split(common);
    }
    const count = subscriber.places.get(node) ?? 0;
    subscriber.places.set(node, count + 1);
    node.subscribers ??= new Set();
    node.subscribers.add(subscriber);
    return count === 0;
  }

  /** Takes one subscription back; true where it was the last of that subscriber to that topic. */
  remove(topic: Uint8Array, subscriber: T): boolean {
    const node = this.#find(topic);
    const count = node === undefined ? undefined : subscriber.places.get(node);
    if (node === undefined || count === undefined) return false;
    if (count > 1) {
      subscriber.places.set(node, count - 1);
      return false;
    }
    subscriber.places.delete(node);
    leave(node, subscriber);
    return true;
  }

  /** Takes all subscriptions of a subscriber back. */
  removeAll(subscriber: T): void {
    for (const node of subscriber.places.keys()) leave(node, subscriber);
    subscriber.places.clear();
  }

  /** Whether anyone subscribed to a prefix of this topic. */
  matches(topic: Uint8Array): boolean {
    let node: TrieNode | undefined = this.#root;
    let at = 0;
    while (node !== undefined) {
      if (node.subscribers !== undefined) return true;
      node = next(node, topic, at);
      if (node !== undefined) at += node.label.length;
    }
    return false;
  }

  /** Adds those who subscribed to prefixes of this topic to `found`, each once. */
  collect(topic: Uint8Array, found: T[]): void {
    const stamp = ++this.#stamp;
    let node: TrieNode | undefined = this.#root;
    let at = 0;
    while (node !== undefined) {
      if (node.subscribers !== undefined) {
        for (const subscriber of node.subscribers) {
          if (subscriber.stamp === stamp) continue;
          subscriber.stamp = stamp;
          // Only add() puts anyone there, and that takes a T.
          found.push(subscriber as T);
        }
      }
      node = next(node, topic, at);
      if (node !== undefined) at += node.label.length;
    }
  }

  #find(topic: Uint8Array): TrieNode | undefined {
    let node: TrieNode | undefined = this.#root;
    let at = 0;
    while (node !== undefined && at < topic.length) {
      node = next(node, topic, at);
      if (node !== undefined) at += node.label.length;
    }
    return node;
  }
}

/** A place in a SubscriptionTrie. It stays the same object for as long as someone is subscribed there. */
export class TrieNode {
  /** The octets on the way from the parent. */
  label: Uint8Array;
  parent: TrieNode | undefined;
  /** Undefined rather than empty. */
  subscribers: Set<TrieSubscriber> | undefined;
  /** By the first octet of their labels; undefined rather than empty. */
  children: Map<number, TrieNode> | undefined;

  constructor(label: Uint8Array, parent: TrieNode | undefined) {
    this.label = label;
    this.parent = parent;
  }

  /** Makes a node its child, in the place of one whose label begins the same. */
  adopt(child: TrieNode): TrieNode {
    this.children ??= new Map();
    this.children.set(child.label[0]!, child);
    child.parent = this;
    return child;
  }

  /** Puts a node into the edge that leads here, `length` octets behind the parent. */
  split(length: number): TrieNode {
    const middle = new TrieNode(this.label.slice(0, length), this.parent);
    this.parent!.adopt(middle);
    this.label = this.label.slice(length);
    middle.adopt(this);
    return middle;
  }
}

/** The child of `node` whose whole label `topic` has at `at`. */
function next(node: TrieNode, topic: Uint8Array, at: number): TrieNode | undefined {
  if (at >= topic.length) return undefined;
  const child = node.children?.get(topic[at]!);
  if (child === undefined) return undefined;
  const { label } = child;
  if (label.length > topic.length - at) return undefined;
  for (let i = 1; i < label.length; i++) if (label[i] !== topic[at + i]) return undefined;
  return child;
}

function commonLength(label: Uint8Array, topic: Uint8Array, at: number): number {
  const most = Math.min(label.length, topic.length - at);
  let length = 1;
  while (length < most && label[length] === topic[at + length]) length++;
  return length;
}

/** Takes a subscriber from a node, and away what nobody needs then: empty nodes, and such as only lead to one other. */
function leave(place: TrieNode, subscriber: TrieSubscriber): void {
  place.subscribers!.delete(subscriber);
  if (place.subscribers!.size === 0) place.subscribers = undefined;
  let node = place;
  while (node.parent !== undefined && node.subscribers === undefined && node.children === undefined) {
    const { parent } = node;
    parent.children!.delete(node.label[0]!);
    if (parent.children!.size === 0) parent.children = undefined;
    node = parent;
  }
  joinOnlyChild(node);
}

function joinOnlyChild(node: TrieNode): void {
  if (node.parent === undefined || node.subscribers !== undefined || node.children?.size !== 1) return;
  const [child] = node.children.values();
  const label = new Uint8Array(node.label.length + child!.label.length);
  label.set(node.label);
  label.set(child!.label, node.label.length);
  child!.label = label;
  node.parent.adopt(child!);
}

const NOTHING = new Uint8Array(0);
