/** Which layout DbGetDataForServerCache has: what servers read, as attribute StoredProcedureRelease, before they ask for it. */
export const STORED_PROCEDURE_RELEASE = "release 1.13";
