/** The longest that a timer of Node.js can wait, in milliseconds (24 days): beyond it `setTimeout` fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
