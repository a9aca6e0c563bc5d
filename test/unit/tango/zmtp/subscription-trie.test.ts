import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import {
  SubscriptionTrie,
  type TrieNode,
  type TrieSubscriber,
} from "../../../../src/tango/zmtp/subscription-trie.ts";
import { Random } from "../../../fuzz/random.ts";

class Peer implements TrieSubscriber {
  stamp = 0;
  readonly places = new Map<TrieNode, number>();
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

const octets = (text: string) => Buffer.from(text, "latin1");

function found(trie: SubscriptionTrie<Peer>, topic: string): string[] {
  const peers: Peer[] = [];
  trie.collect(octets(topic), peers);
  assert.equal(trie.matches(octets(topic)), peers.length > 0);
  return peers.map(({ name }) => name).sort();
}

test("finds who subscribed to a prefix, each once", () => {
  const trie = new SubscriptionTrie<Peer>();
  const [a, b, c] = ["a", "b", "c"].map((name) => new Peer(name)) as [Peer, Peer, Peer];
  for (const topic of ["tango", "tan", "tangier", "\xff\0"]) trie.add(octets(topic), a);
  trie.add(octets("tango"), b);
  trie.add(octets(""), c);
  assert.deepEqual(found(trie, "tango://"), ["a", "b", "c"]);
  assert.deepEqual(found(trie, "tangi"), ["a", "c"]);
  assert.deepEqual(found(trie, "ta"), ["c"]);
  assert.deepEqual(found(trie, ""), ["c"]);
  assert.deepEqual(found(trie, "\xff\0\0"), ["a", "c"]);
  trie.removeAll(c);
  assert.deepEqual(found(trie, "ta"), []);
  assert.deepEqual(found(trie, "\xff"), []);
});

test("copies its topics", () => {
  const trie = new SubscriptionTrie<Peer>();
  const topic = octets("topic");
  trie.add(topic, new Peer("a"));
  topic.fill(0);
  assert.deepEqual(found(trie, "topic"), ["a"]);
});

test("counts, and tells what was the first and the last of a peer", () => {
  const trie = new SubscriptionTrie<Peer>();
  const [a, b] = [new Peer("a"), new Peer("b")];
  const topic = octets("t");
  assert.equal(trie.remove(topic, a), false);
  assert.equal(trie.add(topic, a), true);
  assert.equal(trie.add(topic, b), true);
  assert.equal(trie.add(topic, a), false);
  assert.equal(trie.remove(topic, a), false);
  assert.deepEqual(found(trie, "t"), ["a", "b"]);
  assert.equal(trie.remove(topic, a), true);
  assert.equal(trie.remove(topic, a), false);
  assert.equal(trie.remove(octets("tt"), b), false);
  assert.equal(trie.remove(octets(""), b), false);
  assert.deepEqual(found(trie, "t"), ["b"]);
});

test("does what a list of prefixes would, whatever comes and goes", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new Random(seed);
    const trie = new SubscriptionTrie<Peer>();
    const peers = ["a", "b", "c"].map((name) => new Peer(name));
    const counts = new Map<Peer, Map<string, number>>(peers.map((peer) => [peer, new Map()]));
    const anyTopic = () => Array.from({ length: random.below(7) }, () => random.pick(["x", "y"])).join("");
    for (let step = 0; step < 500; step++) {
      const peer = random.pick(peers);
      const own = counts.get(peer)!;
      const topic = anyTopic();
      const count = own.get(topic) ?? 0;
      if (random.oneIn(60)) {
        trie.removeAll(peer);
        own.clear();
      } else if (random.oneIn(2)) {
        assert.equal(trie.add(octets(topic), peer), count === 0);
        own.set(topic, count + 1);
      } else {
        assert.equal(trie.remove(octets(topic), peer), count === 1);
        if (count > 1) own.set(topic, count - 1);
        else own.delete(topic);
      }
      assert.equal(peer.places.size, own.size);
      const asked = anyTopic();
      const expected = peers.filter((each) =>
        [...counts.get(each)!.keys()].some((prefix) => asked.startsWith(prefix)),
      );
      assert.deepEqual(
        found(trie, asked),
        expected.map(({ name }) => name),
        `seed ${seed}, step ${step}`,
      );
    }
    for (const peer of peers) trie.removeAll(peer);
    // A peer that comes now has its topic right below the root: nothing was left on the way.
    const late = new Peer("late");
    trie.add(octets("xyxyxy"), late);
    const [place] = late.places.keys();
    assert.equal(place!.label.length, 6);
    assert.equal(place!.parent!.parent, undefined);
    assert.equal(place!.parent!.children!.size, 1);
  }
});

test("holds 10,000 topics of many peers, and forgets them", () => {
  const trie = new SubscriptionTrie<Peer>();
  const peers = Array.from({ length: 10 }, (_, i) => new Peer(String(i)));
  const topics = Array.from(
    { length: 10_000 },
    (_, i) => `tango://host:10000/domain/family/${i}/attribute.change`,
  );
  for (const [i, topic] of topics.entries()) trie.add(octets(topic), peers[i % 10]!);
  for (const [i, topic] of topics.entries()) assert.deepEqual(found(trie, topic), [String(i % 10)]);
  assert.deepEqual(found(trie, "tango://host:10000/domain/family/1"), []);
  for (const peer of peers) trie.removeAll(peer);
  for (const topic of topics) assert.equal(trie.matches(octets(topic)), false);
});
