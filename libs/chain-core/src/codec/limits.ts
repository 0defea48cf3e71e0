/** What a JSON parser accepts at most. Exceeding one is a refusal, found before memory or stack are spent. */
export interface JsonLimits {
  /** Nesting of arrays and objects; a bare number has depth 0. */
  readonly depthMax: number;
  readonly bytesMax: number;
}

export const JSON_LIMITS: JsonLimits = { depthMax: 32, bytesMax: 1024 * 1024 };
