export const NETWORK = {
  /** Versions of the wire protocol this software speaks. 3: states are offered and asked for; processes tell themselves apart. 4: on chains of proof of work too. */
  wireVersionMin: 2,
  wireVersionMax: 4,
  /** TLS handshake and hello must be through by then. */
  handshakeMsMax: 5_000,
  /** Connections that have not yet shown who they are. */
  strangersMax: 64,
  /** First attempts come quickly, because the nodes of a new chain start together; then the pause doubles. */
  dialQuickMs: 50,
  dialQuickAttempts: 40,
  dialPauseMsMax: 3_000,
  /** A session that lasted this long was a good one: after it the first attempts are quick again. */
  goodSessionMs: 2_000,
  /** The side with the higher key lets the other one dial first. */
  dialGraceMs: 150,
  /** A peer that broke the protocol is left alone for this long. */
  banMs: 10_000,
  pingAfterSilenceMs: 15_000,
  deadAfterSilenceMs: 45_000,
  /** When a second session of a key appears, the first one must prove within this time that it is alive. */
  proveAliveMs: 1_000,
  /** That somebody else uses a key is said for so long after it was last seen. */
  twinMs: 60_000,
  /** Bytes handed to the socket but not yet taken by the kernel; beyond it messages wait in the outbox, by rank. */
  socketBytesMax: 1024 * 1024,
  outboxBytesMax: 32 * 1024 * 1024,
} as const;
