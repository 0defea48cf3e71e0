export const GATEWAY_LIMITS = {
  /** The longest window a transaction without inputs may have; a little of it lies in the past, for clocks that are behind. */
  windowMs: 120_000,
  windowPastMs: 10_000,
  /** Beyond the end of a window before it is believed to be over on the chain too. */
  windowSlackMs: 30_000,
  waitMs: 30_000,
  /** Beyond what the node itself waits. */
  relaySlackMs: 5_000,
  queryTimeoutMs: 15_000,
  /** A node that took longer is asked no longer alone, where any other could tell the same. */
  nodePatienceMs: 500,
  /** Nodes that are asked the same, where one could lie. */
  nodesAskedMax: 16,
  /** How long a node may be behind what another told, until what it refuses for that is believed; and how often it is asked meanwhile. */
  catchUp: { withinMs: 3_000, everyMs: 200 },
  /** A chain's modules are looked at again after this; a node that says nothing for so long is not waited for. */
  cardsFreshMs: 2_000,
  cardsTimeoutMs: 3_000,
  /** And those of an earlier set after this. */
  pastCardsFreshMs: 600_000,
  /** Chains whose changed modules are remembered. */
  cardsKept: 1_000,
  /** What an asset is called is part of a problem's words: they are not held up for longer by it. */
  assetTimeoutMs: 1_000,
  assetNameMax: 80,
  assetsKept: 1_000,
  /** More than any machine's processors that a node would use. */
  miningThreadsMax: 64,
  transactionHexMax: 2 * 1024 * 1024,
} as const;
