/** Bounds on what one engine keeps, reads and sends. */
export const BFT_LIMITS = {
  /** Votes and proposals are kept for views up to this far above the current one. */
  viewsAheadMax: 64,
  /** Certificates in one message. */
  certificatesMax: 64,
  /** Votes in one message. */
  votesMax: 128,
  /** Views that one `want-certificates` may ask for. */
  wantedViewsMax: 64,
  /** Missing blocks asked for at a time. */
  wantedBlocksMax: 64,
  /** Answers to one seat within one `viewTimerMs`; what is above is not answered. */
  answersMax: 32,
  /** Checks of signatures from one seat that may fail within one `viewTimerMs`; what comes after is not looked at. */
  failedChecksMax: 8,
  /** How long a gateway is not relied on that failed: so many views, doubled each time, at most so often. */
  avoidViews: 64,
  avoidDoublingsMax: 5,
  /** A gateway waits for its followers' votes for this share of the view timer. */
  gatherTimerDivisor: 8,
  /** Partial aggregates of one subject that are kept from one gateway. */
  partialsMax: 4,
  /** Proposals of one view that are kept although nobody can say yet whether their proposers were entitled. */
  doubtfulBlocksMax: 4,
  /** From so many nullified views in a row on, in none of which anything was proposed, timers are this much shorter. */
  quietViews: 2,
  quietTimerDivisor: 3,
  /** A leader that was not heard from for so many views is not waited for: its view's timer is this much shorter. */
  silentViews: 4,
  silentTimerDivisor: 8,
} as const;
