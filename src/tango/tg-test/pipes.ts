import type { PipeSpec } from "../server/definition/pipe-definition.ts";
import type { TestedDevice } from "./test-data.ts";

/** The pipes of a TangoTest of Tango 10; that of 9.3 has the first one alone. */
export const PIPES: Readonly<Record<string, PipeSpec<TestedDevice>>> = {
  string_long_short_ro: {
    description: "Pipe example",
    read: () => [
      "",
      [
        { name: "FirstDE", dtype: "DevString", value: "The string" },
        { name: "SecondDE", dtype: "DevLong", value: 666 },
        { name: "ThirdDE", dtype: "DevShort", value: 12 },
      ],
    ],
  },
  generic_blob_rw: {
    description: "Pipe to write and read dynamic data structure",
    read() {
      return this.data.stored("generic_blob_rw") ?? NO_BLOB;
    },
    write(blob: unknown) {
      this.data.store("generic_blob_rw", blob);
    },
  },
};

/** What it reads before it was written. */
const NO_BLOB = ["", [{ name: "NO BLOB", dtype: "DevShort", value: 0 }]];
