import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  alias,
  boolean,
  type Codec,
  corbalocToIor,
  enumeration,
  exception,
  formatName,
  type Ior,
  iiopProfiles,
  interface_,
  lazy,
  type NameComponent,
  objectReference,
  op,
  parseCorbaname,
  SystemException,
  sequence,
  string,
  struct,
  ulong,
  void_,
} from "../../src/giop/index.ts";
import { Orb, type ProxyOf } from "../../src/iiop/index.ts";
import { Callback } from "./omniorb/echo-idl.ts";
import { type Peer, startOmniNames } from "./omniorb/peer.ts";

// CosNaming (OMG Naming Service 1.3), whose prefix is omg.org.

const id = (name: string) => `IDL:omg.org/CosNaming/${name}:1.0`;

const Istring = alias(id("Istring"), string);
const Component = struct(id("NameComponent"), { id: Istring, kind: Istring });
const Name = alias(id("Name"), sequence(Component));
const BindingType = enumeration(id("BindingType"), ["nobject", "ncontext"]);
const Binding = struct(id("Binding"), { binding_name: Name, binding_type: BindingType });
const BindingList = alias(id("BindingList"), sequence(Binding));

const NotFoundReason = enumeration(id("NamingContext/NotFoundReason"), [
  "missing_node",
  "not_context",
  "not_object",
]);
const NotFound = exception(id("NamingContext/NotFound"), { why: NotFoundReason, rest_of_name: Name });
const ContextReference: Codec<Ior | null> = lazy(() => NamingContext);
const CannotProceed = exception(id("NamingContext/CannotProceed"), {
  cxt: ContextReference,
  rest_of_name: Name,
});
const InvalidName = exception(id("NamingContext/InvalidName"), {});
const AlreadyBound = exception(id("NamingContext/AlreadyBound"), {});
const NotEmpty = exception(id("NamingContext/NotEmpty"), {});

const BindingIterator = interface_(id("BindingIterator"), {
  next_one: op([["b", Binding, "out"]], boolean),
  next_n: op(
    [
      ["how_many", ulong],
      ["bl", BindingList, "out"],
    ],
    boolean,
  ),
  destroy: op([]),
});

const lookup = { raises: [NotFound, CannotProceed, InvalidName] };
const binding = { raises: [NotFound, CannotProceed, InvalidName, AlreadyBound] };

const NamingContext = interface_(id("NamingContext"), {
  bind: op(
    [
      ["n", Name],
      ["obj", objectReference],
    ],
    void_,
    binding,
  ),
  rebind: op(
    [
      ["n", Name],
      ["obj", objectReference],
    ],
    void_,
    lookup,
  ),
  bind_context: op(
    [
      ["n", Name],
      ["nc", ContextReference],
    ],
    void_,
    binding,
  ),
  rebind_context: op(
    [
      ["n", Name],
      ["nc", ContextReference],
    ],
    void_,
    lookup,
  ),
  resolve: op([["n", Name]], objectReference, lookup),
  unbind: op([["n", Name]], void_, lookup),
  new_context: op([], ContextReference),
  bind_new_context: op([["n", Name]], ContextReference, binding),
  destroy: op([], void_, { raises: [NotEmpty] }),
  list: op([
    ["how_many", ulong],
    ["bl", BindingList, "out"],
    ["bi", BindingIterator, "out"],
  ]),
});

const StringName = alias(id("NamingContextExt/StringName"), string);
const Address = alias(id("NamingContextExt/Address"), string);
const UrlString = alias(id("NamingContextExt/URLString"), string);
const InvalidAddress = exception(id("NamingContextExt/InvalidAddress"), {});

const NamingContextExt = interface_(
  id("NamingContextExt"),
  {
    to_string: op([["n", Name]], StringName, { raises: [InvalidName] }),
    to_name: op([["sn", StringName]], Name, { raises: [InvalidName] }),
    to_url: op(
      [
        ["addr", Address],
        ["sn", StringName],
      ],
      UrlString,
      { raises: [InvalidAddress, InvalidName] },
    ),
    resolve_str: op([["sn", StringName]], objectReference, lookup),
  },
  [NamingContext],
);

const name = (...ids: string[]): NameComponent[] => ids.map((text) => ({ id: text, kind: "" }));

const SETTINGS: readonly (readonly [string, readonly string[], "ior" | "corbaloc"])[] = [
  ["GIOP 1.2", [], "ior"],
  ["GIOP 1.1", ["-ORBmaxGIOPVersion", "1.1"], "ior"],
  ["GIOP 1.0", ["-ORBmaxGIOPVersion", "1.0"], "ior"],
  ["GIOP 1.0 by corbaloc", [], "corbaloc"],
];

for (const [setting, options, by] of SETTINGS) {
  describe(`omniNames by ${setting}`, () => {
    let peer: Peer;
    let orb: Orb;
    let root: ProxyOf<typeof NamingContextExt>;
    /** `host:port` of the name server. */
    let host: string;
    /** Two objects of ours to be named. */
    let first: Ior;
    let second: Ior;

    before(async () => {
      peer = await startOmniNames(...options);
      orb = new Orb();
      await orb.listen();
      const names = orb.object(peer.references.names!);
      const address = iiopProfiles(names.ior)[0]!.addresses[0]!;
      host = `${address.host}:${address.port}`;
      root = orb.proxy(NamingContextExt, by === "ior" ? names : `corbaloc::${host}/NameService`);
      const servant = (factor: number) => ({ called: (value: number) => value * factor, told: () => {} });
      first = orb.activate(Callback, servant(2), "first");
      second = orb.activate(Callback, servant(3), "second");
    });
    after(async () => {
      await orb.close();
      await peer.stop();
    });

    /** What the object of this reference makes of 7: its factor tells which one it is. */
    const ask = (ior: Ior | null) => orb.proxy(Callback, ior!).called(7);
    const context = (ior: Ior | null) => orb.proxy(NamingContextExt, ior!);

    it("knows its interfaces", async () => {
      const object = orb.object(peer.references.names!);
      assert.equal(object.ior.typeId, NamingContextExt.repositoryId);
      for (const repositoryId of NamingContextExt.repositoryIds) assert.ok(await object.isA(repositoryId));
      assert.ok(!(await object.isA(BindingIterator.repositoryId)));
    });

    it("binds, resolves, rebinds and unbinds objects", async () => {
      await root.bind(name("object"), first);
      assert.equal(await ask(await root.resolve(name("object"))), 14);
      await assert.rejects(root.bind(name("object"), second), AlreadyBound.is);
      await root.rebind(name("object"), second);
      assert.equal(await ask(await root.resolve(name("object"))), 21);
      assert.equal(await ask(await root.resolve_str("object")), 21);
      await root.unbind(name("object"));
      await assert.rejects(root.resolve(name("object")), isNotFound("missing_node", name("object")));
      await assert.rejects(root.unbind(name("object")), isNotFound("missing_node", name("object")));
    });

    it("takes kinds and every character of ISO-8859-1 in names", async () => {
      const odd = [{ id: "a.b/c\\d", kind: "señal ÿ" }];
      await root.bind(odd, first);
      assert.equal(await ask(await root.resolve(odd)), 14);
      await assert.rejects(root.resolve([{ id: odd[0]!.id, kind: "" }]), NotFound.is);
      await root.unbind(odd);
    });

    it("keeps contexts within contexts", async () => {
      const outer = context(await root.bind_new_context(name("outer")));
      const inner = context(await root.bind_new_context(name("outer", "inner")));
      await outer.bind(name("inner", "object"), first);
      assert.equal(await ask(await root.resolve(name("outer", "inner", "object"))), 14);
      assert.equal(await ask(await inner.resolve(name("object"))), 14);
      assert.equal(await ask(await root.resolve_str("outer/inner/object")), 14);
      const resolved = context(await root.resolve(name("outer", "inner")));
      assert.equal(await ask(await resolved.resolve(name("object"))), 14);

      const loose = await root.new_context();
      await root.bind_context(name("outer", "loose"), loose);
      await context(loose).bind(name("object"), second);
      assert.equal(await ask(await root.resolve(name("outer", "loose", "object"))), 21);
      await root.rebind_context(name("outer", "loose"), loose);
      await assert.rejects(root.bind_context(name("outer", "loose"), loose), AlreadyBound.is);

      await assert.rejects(inner.destroy(), NotEmpty.is);
      for (const path of [
        ["outer", "inner", "object"],
        ["outer", "loose", "object"],
        ["outer", "inner"],
        ["outer", "loose"],
        ["outer"],
      ])
        await root.unbind(name(...path));
      for (const old of [inner, context(loose), outer]) await old.destroy();
      await assert.rejects(inner.resolve(name("object")), (error: unknown) => {
        assert.ok(error instanceof SystemException && error.kind === "OBJECT_NOT_EXIST", String(error));
        return true;
      });
    });

    it("says what was not found, and why", async () => {
      await root.bind(name("object"), first);
      await root.bind_new_context(name("context"));
      await assert.rejects(
        root.resolve(name("object", "below")),
        isNotFound("not_context", name("object", "below")),
      );
      await assert.rejects(
        root.resolve(name("context", "missing", "more")),
        isNotFound("missing_node", name("missing", "more")),
      );
      await assert.rejects(root.resolve([]), InvalidName.is);
      await assert.rejects(root.bind([], first), InvalidName.is);
      await root.unbind(name("object"));
      await root.unbind(name("context"));
    });

    it("lists what is bound, the rest by an iterator", async () => {
      const many = context(await root.bind_new_context(name("many")));
      for (let i = 0; i < 25; i++) await many.bind(name(`object ${i}`), first);
      await many.bind_new_context(name("context"));

      const all = await many.list(100);
      assert.equal(all.bi, null);
      assert.equal(all.bl.length, 26);
      assert.deepEqual(
        all.bl.filter((entry) => entry.binding_type === "ncontext").map((entry) => entry.binding_name),
        [name("context")],
      );

      const part = await many.list(10);
      const iterator = orb.proxy(BindingIterator, part.bi!);
      const found = [...part.bl];
      const one = await iterator.next_one();
      assert.ok(one.result);
      found.push(one.b);
      for (let more = true; more; ) {
        const next = await iterator.next_n(4);
        assert.ok(next.bl.length <= 4);
        found.push(...next.bl);
        more = next.result;
      }
      assert.equal((await iterator.next_one()).result, false);
      await iterator.destroy();
      const ids = (list: typeof found) => list.map((entry) => entry.binding_name[0]!.id).sort();
      assert.deepEqual(ids(found), ids(all.bl));

      const none = await many.list(0);
      assert.equal(none.bl.length, 0);
      await orb.proxy(BindingIterator, none.bi!).destroy();
      for (const entry of all.bl) await many.unbind(entry.binding_name);
      await root.unbind(name("many"));
      await many.destroy();
    });

    it("writes names as we do", async () => {
      for (const written of [
        name("a", "b"),
        [{ id: "a", kind: "k" }],
        [
          { id: "", kind: "k" },
          { id: "x.y", kind: "/\\" },
        ],
      ]) {
        const text = await root.to_string(written);
        assert.equal(formatName(written), text);
        assert.deepEqual(await root.to_name(text), written);
      }
      await assert.rejects(root.to_name("a//b"), InvalidName.is);
      await assert.rejects(root.to_url("", "a"), InvalidAddress.is);
    });

    it("is found by corbaname", async () => {
      await root.bind_new_context(name("lab"));
      await root.bind([...name("lab"), { id: "the object", kind: "k" }], second);
      // The URL that omniNames itself makes for the name, with the address that it was asked for.
      const text = await root.to_url(`:${host}`, "lab/the object.k");
      const url = parseCorbaname(text);
      assert.ok(url.context.kind === "iiop");
      assert.deepEqual(url.name, [
        { id: "lab", kind: "" },
        { id: "the object", kind: "k" },
      ]);
      const found = await orb.proxy(NamingContextExt, corbalocToIor(url.context)).resolve(url.name);
      assert.equal(await ask(found), 21);
      await root.unbind(url.name);
      await root.unbind(name("lab"));
    });
  });
}

function isNotFound(why: string, rest: readonly NameComponent[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(NotFound.is(error), String(error));
    assert.equal(error.members.why, why);
    assert.deepEqual(error.members.rest_of_name, rest);
    return true;
  };
}
