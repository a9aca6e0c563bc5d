/**
 * The event system of a context as it is at this moment, in plain data: what cppTango's command QueryEventSystem gives as JSON (version 1 of
 * its layout, cppTango 10.1), and what that leaves out. Times are ISO 8601 in UTC.
 */
export interface EventSystemSnapshot {
  readonly version: 1;
  /** What a device server publishes is told by its sockets; never anything here. */
  readonly server: null;
  /** null where nothing was ever subscribed to. */
  readonly client: EventClientSnapshot | null;
}

/** All that is subscribed to. */
export interface EventClientSnapshot {
  /** By topic. */
  readonly event_callbacks: Readonly<Record<string, EventTopicSnapshot>>;
  /** The subscriptions that get no events now, and are being tried again. */
  readonly not_connected: readonly NotConnectedSnapshot[];
  /** By the names of channels, which are those of the servers' admin devices. */
  readonly event_channels: Readonly<Record<string, EventChannelSnapshot>>;
  /** Not measured. */
  readonly perf: null;
}

/** One event of one attribute, pipe or device. */
export interface EventTopicSnapshot {
  readonly channel_name: string;
  /** How many subscriptions there are... */
  readonly callback_count: number;
  /** ...and their ids; 0 for one that its user does not have yet. */
  readonly subscription_ids: readonly number[];
  /** The counter of the last event, as the server counts; -1 before the first. */
  readonly server_counter: number;
  /** Events that came and were given to the subscribers. */
  readonly event_count: number;
  /** How often events were missing. */
  readonly missed_event_count: number;
  /** How many these were. */
  readonly missing_events: number;
  /** Events that came once more, and were not given again. */
  readonly discarded_event_count: number;
  /** Events that the queues of the subscribers had no room for. */
  readonly dropped_event_count: number;
  /** When it was last confirmed to the server; null before the first time. */
  readonly last_resubscribed: string | null;
}

/** A subscription that is being tried again. */
export interface NotConnectedSnapshot {
  readonly device: string;
  /** The attribute or pipe; empty for the device itself. */
  readonly attribute: string;
  readonly event_type: string;
  /** The last attempt, under cppTango's name for it. */
  readonly last_heartbeat: string | null;
  /** `host:port[,host:port]` of the database; null for a device without one. */
  readonly tango_host: string | null;
  /** 0 for one that its user does not have yet. */
  readonly subscription_id: number;
}

/** The connections to one server. */
export interface EventChannelSnapshot {
  /** Where its events come from, `tcp://host:port`; null while it is being connected. */
  readonly endpoint: string | null;
  readonly heartbeat_endpoint: string | null;
  /** When the last heartbeat came; null before the first. */
  readonly last_heartbeat: string | null;
  readonly heartbeat_count: number;
}
