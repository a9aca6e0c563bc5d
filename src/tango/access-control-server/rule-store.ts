import { Store } from "../database-server/store/store.ts";

/** Opens the store of an access control that has one of its own. Throws where it is asked for another than `:memory:`. */
export async function openRuleStore(data: string): Promise<Store> {
  if (data === ":memory:") return new Store();
  throw new Error(`rules cannot be kept in ${data} yet: give :memory: and set them at each start`);
}
