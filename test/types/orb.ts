// Compiled, never run: proxies and servants whose types come from an interface.
import {
  type ArgumentsOf,
  attribute,
  double,
  exception,
  type InputOf,
  interface_,
  long,
  op,
  type ReceivedOf,
  type ResultOf,
  type ReturnOf,
  readonlyAttribute,
  sequence,
  string,
  struct,
  void_,
} from "../../src/giop/index.ts";
import type { CallOptions, InvocationContext, Orb, ProxyOf, ServantOf } from "../../src/iiop/index.ts";
import type { Equal, Expect } from "./expect.ts";

const Point = struct("IDL:Point:1.0", { x: double, y: double });
const Broken = exception("IDL:Broken:1.0", {});
const Named = interface_("IDL:Named:1.0", { ...readonlyAttribute("name", string) });
const Plotter = interface_(
  "IDL:Plotter:1.0",
  {
    ...attribute("pen", long),
    home: op([]),
    draw: op([["points", sequence(Point)]], long, { raises: [Broken] }),
    tell: op([["text", string]], void_, { oneway: true }),
    move: op([
      ["by", Point],
      ["at", Point, "inout"],
      ["path", sequence(double), "out"],
    ]),
    measure: op([["length", double, "out"]], string),
  },
  [Named],
);
const Both = interface_("IDL:Both:1.0", { extra: op([]) }, [Plotter, Named]);

type Xy = { x: number; y: number };
type Operations = (typeof Plotter)["operations"];

export type Types = [
  Expect<Equal<ArgumentsOf<Operations["draw"]>, [value: ArrayLike<InputOf<typeof Point>>]>>,
  Expect<Equal<ReceivedOf<Operations["draw"]>, [value: Xy[]]>>,
  Expect<Equal<ResultOf<Operations["draw"]>, number>>,
  Expect<Equal<ResultOf<Operations["home"]>, void>>,
  // Out parameters come by name; a result that is there is one of them.
  Expect<Equal<ResultOf<Operations["move"]>, { at: Xy; path: Float64Array }>>,
  Expect<Equal<ResultOf<Operations["measure"]>, { length: number; result: string }>>,
  Expect<Equal<ReturnOf<Operations["move"]>, { at: InputOf<typeof Point>; path: ArrayLike<number> }>>,
  Expect<Equal<ReceivedOf<Operations["move"]>, [value: Xy, value: Xy]>>,
];

type Proxy = ProxyOf<typeof Both>;
export type Proxies = [
  Expect<
    Equal<
      keyof Proxy,
      "_get_name" | "_get_pen" | "_set_pen" | "home" | "draw" | "tell" | "move" | "measure" | "extra"
    >
  >,
  Expect<Equal<Parameters<Proxy["home"]>, [options?: CallOptions]>>,
  Expect<Equal<ReturnType<Proxy["_get_name"]>, Promise<string>>>,
  Expect<Equal<ReturnType<Proxy["_set_pen"]>, Promise<void>>>,
];

export async function calls(orb: Orb): Promise<void> {
  const plotter = orb.proxy(Both, "corbaloc::127.0.0.1:1/x");
  const drawn: number = await plotter.draw([{ x: 1, y: 2 }], { timeoutMs: 100 });
  const { at, path } = await plotter.move({ x: 1, y: 2 }, { x: 0, y: 0 });
  const known: [number, number, Float64Array] = [drawn, at.x, path];
  await plotter._set_pen(known.length);
  // @ts-expect-error an argument is missing
  await plotter.draw();
  // @ts-expect-error an argument of another type
  await plotter.draw([{ x: 1, y: "2" }]);
  // @ts-expect-error one argument too many
  await plotter.home(1, 2);
  // @ts-expect-error no such option
  await plotter.home({ timeout: 5 });
  // @ts-expect-error a readonly attribute has no setter
  await plotter._set_name("x");
  // @ts-expect-error no such operation
  await plotter.erase();
  // @ts-expect-error out parameters are not given
  await plotter.measure(1.5);
}

export const servant: ServantOf<typeof Both> = {
  _get_name: () => "plotter",
  _get_pen: async () => 3,
  _set_pen: (value: number) => void value,
  home: (context: InvocationContext) => void context.peer,
  draw: (points, context) => (context.responseExpected ? points.length : 0),
  tell: () => {},
  move: async (by, at) => ({ at: { x: at.x + by.x, y: at.y + by.y }, path: [1, 2] }),
  measure: () => ({ result: "cm", length: 1.5 }),
  extra: () => {},
};

// @ts-expect-error methods are missing
export const incomplete: ServantOf<typeof Plotter> = { home: () => {} };
// @ts-expect-error a text is no long
export const wrongResult: ServantOf<typeof Plotter>["draw"] = () => "many";
// @ts-expect-error an out parameter is missing
export const noOut: ServantOf<typeof Plotter>["move"] = (_by, at) => ({ at });

// A servant of the derived interface answers for the base too; the reverse does not compile.
export const base: ServantOf<typeof Named> = servant;
// @ts-expect-error the base lacks what was added
export const derived: ServantOf<typeof Both> = base;

// @ts-expect-error exceptions are declared by their types, not by their names
op([], void_, { raises: ["IDL:Broken:1.0"] });
// @ts-expect-error no such mode
op([["x", long, "inward"]]);
