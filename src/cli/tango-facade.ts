/** What `bandoneon` exports: the command uses nothing else of Tango. */
export type TangoFacade = typeof import("../index.ts");
