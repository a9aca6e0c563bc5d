/** How the events of a subscription wait until they are taken. */
export interface EventQueueOptions {
  /** The most events that wait; 1000 unless given. Infinity, or 0 as in PyTango, means any number: until memory ends. */
  readonly queueSize?: number;
  /** Which event is lost when one comes while the queue is full: the oldest unless given, as in cppTango. */
  readonly whenFull?: "drop-oldest" | "drop-newest";
}
