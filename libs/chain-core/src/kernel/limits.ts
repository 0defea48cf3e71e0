/** Bounds of what seats may ask of the kernel. */
export const KERNEL_LIMITS = {
  /** Single changes in one proposal. */
  changesMax: 32,
  /** Proposals that wait, on the chain and from one seat. */
  openMax: 64,
  openPerSeatMax: 8,
  /** A proposal nobody decided on is forgotten after so long, unless the chain's policy says another time. */
  openMsMax: 14 * 24 * 60 * 60 * 1000,
  /** Commands one node key may give in a minute; they cost nothing else. */
  callsPerMinute: 30,
  /** A seat may change its voting key by itself once in this time: each change is one more hand-over in every later receipt. */
  keyChangeMsMin: 24 * 60 * 60 * 1000,
  /** How far ahead the height may be at which a change takes effect. */
  heightAheadMax: 10_000_000,
  evidencePageMax: 100,
  /** Packages that a chain keeps, retired ones included. */
  packagesMax: 256,
  /** Sets of modules that a question shows, newest first. */
  moduleSetsPageMax: 20,
  /** Of those that nobody decided in time, so many are written down as over with each new proposal. */
  forgottenAtOnce: 8,
  /** Proposals that are over and remembered; those that a question shows at once; of one, its changes together, and of what is too long, single ones. */
  decidedMax: 128,
  decidedPageMax: 32,
  decidedBytesMax: 16 * 1024,
  decidedChangeBytesMax: 512,
  /** Spaces of earlier modules in which one may still have outputs that it took over; more only once it has emptied one of them. */
  takenOverMax: 32,
  /** Assets of what is taken over that an outlook names. */
  takenOverAssetsMax: 32,
  /** Parameters that stand in a proposal itself: canonical JSON. */
  parametersBytesMax: 8 * 1024,
} as const;
