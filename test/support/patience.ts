/**
 * How long a peer may take, real or our own, where how long is nothing to be tested: on a busy machine it takes seconds for some answers. A test
 * that is about time limits sets its own.
 */
export const PATIENCE_MS = 60_000;
