import type { AnyAttributeValue } from "../../value/cmd-arg-type.ts";
import type { AttrConfEvent } from "./attr-conf-event.ts";
import type { AttributeEvent } from "./attribute-event.ts";
import type { DataReadyEvent } from "./data-ready-event.ts";
import type { InterfaceChangeEvent } from "./interface-change-event.ts";
import type { PipeEvent } from "./pipe-event.ts";

/** An event of any kind. `D` is the proxy that was subscribed with. */
export type TangoEvent<D = unknown> =
  | AttributeEvent<AnyAttributeValue, D>
  | AttrConfEvent<D>
  | DataReadyEvent<D>
  | InterfaceChangeEvent<D>
  | PipeEvent<D>;
