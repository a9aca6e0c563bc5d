export { DatabaseServer, type DatabaseServerOptions } from "./database-server.ts";
export { runDatabaseServer } from "./run-database-server.ts";
export type { Durability } from "./store/durability.ts";
export { openStore, type StoreOptions } from "./store/open-store.ts";
