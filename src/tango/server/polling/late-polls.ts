/** How many milliseconds late a poll may be (cppTango's DISCARD_THRESHOLD). */
export const LATE_MS = 20;

/** When something is polled. Moments and spans are milliseconds. */
export interface PollTimes {
  /** When the next poll should begin. */
  readonly due: number;
  readonly periodMs: number;
  /** When the last poll ended; null while it goes on. */
  readonly endedAt: number | null;
}

/**
 * For how many polls it is too late at `now`: those to which the poll before gave no room, and those that the process slept through, but
 * for the last of these. cppTango also leaves out that one, having a thread that does nothing but poll.
 */
export function missedPolls({ due, periodMs, endedAt }: PollTimes, now: number): number {
  const withoutRoom = timesTooLate((endedAt ?? now) - due, periodMs);
  if (endedAt === null) return withoutRoom;
  const late = now - due - withoutRoom * periodMs;
  return withoutRoom + Math.max(0, Math.min(timesTooLate(late, periodMs), Math.floor(late / periodMs)));
}

/** How many times of a poll passed too long ago, where the first passed `lateMs` ago. */
function timesTooLate(lateMs: number, periodMs: number): number {
  return lateMs < LATE_MS ? 0 : Math.floor((lateMs - LATE_MS) / periodMs) + 1;
}
