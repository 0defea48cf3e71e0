export const NODE = {
  /** A voter refuses a block whose time is further than this from its own clock. */
  blockPastMsMax: 5_000,
  blockFutureMsMax: 500,
  /** A block from a little further ahead is checked when its time has come, instead of being refused. */
  blockFuturePatienceMs: 3_000,
  /** Peers hear of new final blocks at most this often, unless they follow only by that. */
  announceMsMin: 1_000,
  /** One frame of gossip. */
  gossipBytesMax: 512 * 1024,
  /** What a newly connected peer is told of the transactions waiting here. */
  gossipOnConnectBytesMax: 512 * 1024,
  /** With so many unfinal blocks above the newest final one, blocks that no quorum has called valid yet must wait. */
  unfinalBlocksMax: 256,
  fullTreePauseMs: 500,
  /** Blocks are made on chains of proof of work as if views were so long, or as their spacing if that is shorter. */
  templatePaceMsMax: 1_000,
  /** Templates whose execution is kept for the block that is mined from them. */
  templatesMax: 8,
  /** Threads that mine, however many the machine could run. */
  miningThreadsMax: 64,
  /** Nonces tried between two looks at what the job is: a few milliseconds. */
  miningChunk: 65_536,
  /** Peers of an open chain that may be connected without being in the address list. */
  openPeersMax: 128,
  /** What one peer of an open chain is answered within a second about headers and states, and what may wait for the next one. */
  answersPerSecondMax: 128,
  /** Bytes of these answers, to one peer and to all: with as many peers as there may be, each still gets a part of a state a second, so that none waits longer than it is patient. */
  answerBytesPerSecondMax: 16 * 1024 * 1024,
  answerBytesOfAllPerSecondMax: 64 * 1024 * 1024,
  answersWaitingMax: 16,
  /** Headers that are counted in one go of what a split node would forget. */
  splitHeadersMax: 1_024,
  waitersMax: 20_000,
  /** Rehearsals whose reports can still be read. */
  rehearsalsKept: 16,
  /** Encoded bytes of the newest blocks on disk that are kept decoded; the newest one always is. */
  recentBytesMax: 512 * 1024,
  /** Final blocks that go to the disk in one batch if they became final one after the other, and their encoded bytes: what a node does in one go. What became final at once always shares one. */
  batchBlocksMax: 64,
  batchBytesMax: 8 * 1024 * 1024,
  /** Runs of blocks that became final together which may wait for the disk before consensus is held back. */
  commitBacklogMax: 64,
  /** At start, changes of so many blocks are made together that there are this many. */
  replayChangesMin: 8_192,
  /** Blocks that are pruned after one commit. */
  pruneBlocksMax: 64,
  quarantineMax: 10_000,
  alarmMsMin: 1_000,
  /** Of one signer whose transactions make this software fail, so many are met in a second; the rest is turned away unread. So many such signers are remembered. */
  faultsOfSignerPerSecondMax: 10,
  suspectSignersMax: 4_096,
  /** A command that fails more often in a second has its calls tried out before they come in, for so long after the last time; and once so many more of them failed at the door, none are looked at in this second. */
  faultsOfChancePerSecondMax: 10,
  faultsOfCommandPerSecondMax: 20,
  suspectMs: 60_000,
  /** What those are told that are turned away for it. */
  faultsRetrySeconds: 1,
  /** A transaction that no block could take is dropped once it has waited this long. */
  leftOutPatienceMs: 3_000,
  /** How often a node looks at those that have waited so long, and at how many of them at a time: where no blocks are made, none are tried. */
  lookAgainMs: 1_000,
  lookAgainMax: 32,
  /** With more than so many waiting, only proposers let go. */
  lookAgainPoolMax: 500,
  /** Whoever waits hears so much later that one was let go: other nodes let it go by then, or it is in a block of theirs after all. */
  letGoGraceMs: 1_500,
  /** Transactions of which it is remembered why they were let go. */
  letGoMax: 10_000,
  /** Time given to transactions from outside in one turn of the event loop, and how many are done between looks at the clock. */
  sliceMs: 4,
  slicePieces: 8,
  /**
   * Clients' transactions are let in while no more wait for a block than the chain lately made final in so many seconds, or than go into so many of its blocks, and always so many. One key
   * alone gets three quarters of that. What waits longer costs more: it is in the way of memory and caches.
   */
  backlogSeconds: 1.5,
  /** Where nothing waited at some time within so long, the chain may get through more than it did: there is room for so many seconds' worth. */
  backlogDryMs: 1_000,
  backlogSecondsDry: 1.75,
  backlogBlocks: 2,
  backlogMin: 2_000,
  /** Transactions of gossip that may wait to be looked at; more are dropped. */
  intakeMax: 10_000,
  /**
   * Signatures are verified on other threads in lists of at least so many transactions, when so many wait, and while the thread with the
   * least to do has fewer than so many.
   */
  workerBatchMin: 16,
  workerBacklogMin: 128,
  workerTransactionsMax: 1_024,
  workerIdleMsMax: 30_000,
  /** Fewer are always tried. */
  blockTransactionsMin: 20,
  /** Messages that wait while a validator asks which of its votes others have seen. */
  inputsBeforeStartMax: 4_096,
  /** A seat that is connected and has not said which votes it has seen is asked again after this long. */
  askVotesAgainMs: 500,
  /** A command that a node gives for its seat is valid for so long, from a little before now; what it said and did not see recorded it says again. */
  commandMsMax: 30_000,
  commandSkewMs: 5_000,
  /** Seats that saw the same misbehaviour report it one after the other. */
  reportStaggerMs: 500,
  /** Hand-overs in one answer. */
  handOversMax: 256,
  /** Messages of the next epoch that are kept for a node that is about to enter it, from one peer. */
  nextEpochMessagesMax: 64,
  nextEpochBytesMax: 8 * 1024 * 1024,
  /** A peer that is in another epoch is told, or taken as a reason to catch up, at most this often. */
  otherEpochPauseMs: 200,
  /** Engine steps done in one turn of the event loop. */
  stepsPerTurn: 64,
  /** With fewer transactions waiting a node has nothing to do while its votes go to the disk. */
  busyTransactionsMin: 1_024,
  /** With so many effects that wait for the vote log, the engine waits as well. */
  effectsWaitingMax: 1_024,
  /** The mempool is searched for expired transactions at most this often. */
  expireMsMin: 1_000,
} as const;
