/** Of one REST request. Bodies of rule-book packages and EPCIS documents are the largest that make sense. */
export const HTTP_LIMITS = {
  bodyBytesMax: 2 * 1024 * 1024,
  jsonDepthMax: 48,
  /** Of JSON that hosts and nodes tell: what chains keep is nested less deeply than what people may send, and answers have it a few levels down. */
  toldDepthMax: 100,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 300_000,
  eventStreamsPerCredential: 64,
  eventStreamBufferBytesMax: 1024 * 1024,
} as const;
