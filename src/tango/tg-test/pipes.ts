import type { PipeTable } from "../server/definition/static-tables.ts";
import type { PipeBlobInput } from "../value/pipe-blob.ts";
import type { TestedDevice } from "./test-data.ts";

/** The pipes of a TangoTest of Tango 10; that of 9.3 has the first one alone. */
export const PIPES: PipeTable<TestedDevice> = {
  string_long_short_ro: {
    description: "Pipe example",
    read: () => ({
      elements: [
        { name: "FirstDE", type: "DevString", value: "The string" },
        { name: "SecondDE", type: "DevLong", value: 666 },
        { name: "ThirdDE", type: "DevShort", value: 12 },
      ],
    }),
  },
  generic_blob_rw: {
    description: "Pipe to write and read dynamic data structure",
    read() {
      return this.data.stored("generic_blob_rw", () => NO_BLOB);
    },
    write(blob) {
      this.data.store("generic_blob_rw", blob);
    },
  },
};

/** What it reads before it was written. */
const NO_BLOB: PipeBlobInput = { elements: [{ name: "NO BLOB", type: "DevShort", value: 0 }] };
