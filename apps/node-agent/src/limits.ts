/** Every limit of the agent, in one place. Units last. */
export const LIMITS = {
  /** Nodes in one desired state; more is refused whole. */
  nodesPerMessageMax: 1000,
  peersPerNodeMax: 1000,
  genesisBytesMax: 4 << 20,
  frameBytesMax: 64 << 20,
  /** A wish below the least or above the most of these is brought inside, so that no wish can starve the host. */
  nodeMemoryBytes: { least: 128 << 20, most: 16 * 2 ** 30 },
  nodeCpuShare: { least: 0.05, most: 64 },
  nodePids: { least: 32, most: 4096 },
  /** A pruned node keeps at least so many blocks. */
  keepBlocksMin: 1_000,
  sparesMax: 256,
  /** Steps of different nodes that run at once. */
  stepsAtOnceMax: 8,
  retryMs: { first: 500, most: 60_000 },
  reconnectMs: { first: 250, most: 15_000 },
  /** About three seconds of tries with the first pause. */
  reconnectQuickTries: 16,
  /** A node that ran this long is no longer counted as falling over. */
  steadyAfterMs: 10_000,
  readyWithinMs: 30_000,
  /** From SIGTERM to SIGKILL. */
  stopWithinMs: 10_000,
  portTriesMax: 20,
  statusEveryMs: 2_000,
  /** While a node is young, people watch. */
  statusEveryMsYoung: 250,
  youngForMs: 5_000,
  reportAfterMs: 80,
  statusTimeoutMs: 1_500,
  /** What nodes were seen with is on disk after so long. */
  seenWithinMs: 500,
  factsEveryMs: 30_000,
  silenceMs: 45_000,
  /** How long a look at the certificate's age may wait; a failed renewal is tried again after the least. */
  renewLookMs: { least: 1_000, most: 3_600_000 },
  relayRequestsMax: 256,
  /** Frames going up are at most 8 MiB, and base64 adds a third. */
  relayBodyBytesMax: 5 << 20,
  relayTimeoutMs: 120_000,
  /** Below what nodes allow (CHAIN_NODE.idleMsMax of the node). */
  connectionIdleMs: 30_000,
  /** A stream is paused while this much waits to be sent to the control plane. */
  relayBufferedBytesMax: 4 << 20,
  logFileBytesMax: 8 << 20,
  logFilesKept: 3,
  logTailLinesMax: 5_000,
  incarnationsRemembered: 64,
} as const;
