const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const HOST_LIMITS = {
  joinTokenMs: 15 * MINUTE,
  caYears: 20,
  serverCertificateMs: 397 * DAY,
  hostCertificateMs: 30 * DAY,
  enrolBodyBytesMax: 64 * 1024,
  /** Agents cut their answers into chunks well below this. */
  frameBytesMax: 8 * 1024 * 1024,
  spareKeysWantedMax: 64,
  spareKeysKeptMax: 256,
  /** Messages of one agent that wait to be worked on before its socket is no longer read. */
  messagesWaitingMax: 256,
  pingEveryMs: 10_000,
  auditHeadEveryMs: 60_000,
  enrolmentsPerMinute: 120,
  pongWithinMs: 30_000,
  relaysPerHostMax: 512,
  relayTimeoutMs: 30_000,
  /** `desired` frames wait while the agent has this much unread. */
  outboundBufferBytesMax: 64 * 1024 * 1024,
} as const;
