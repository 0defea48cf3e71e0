/**
 * Every bound of the rule book. A published package was checked against these, so none of them may ever become smaller. Those of work count what takes a processor's time (about a nanosecond each), not the time itself: every machine
 * comes to the same end.
 */
export const LIMITS = {
  /** Canonical JSON of one package, schemas included. */
  packageBytesMax: 262_144,
  recordTypesMax: 32,
  commandsMax: 64,
  statesMax: 32,
  indexesMax: 8,
  guardsMax: 32,
  variablesMax: 16,
  effectsMax: 4,
  queriesMax: 32,
  errorsMax: 128,
  formsMax: 64,

  /** Nesting, followed through references. */
  schemaDepthMax: 128,
  schemaNodesMax: 8_000,
  patternBytesMax: 512,

  ruleBytesMax: 2_048,
  ruleNestingMax: 24,
  ruleNodesMax: 400,
  ruleComprehensionDepthMax: 2,
  ruleLoopStepsMax: 5_000,
  ruleTextMax: 65_536,
  ruleListMax: 2_000,
  /** All rules of one call, or of one question, together; each of a transaction's calls but the first has a part of that, and of what patterns may take: there may be 64. */
  ruleWorkMax: 100_000_000,
  laterCallShare: 16,

  /** What one submission may hold, whatever its schema says. */
  dataDepthMax: 24,
  dataNodesMax: 20_000,
  dataListMax: 1_000,
  dataTextMax: 16_384,
  dataPropertiesMax: 512,
  validationStepsMax: 400_000,
  /** Characters times what the patterns take that they are held against, in one validation. */
  patternWorkMax: 16_000_000,

  itemsPerCallMax: 100,
  keyBytesMax: 512,
  indexValuesMax: 256,
  /** All records of one call together: an event carries its document's context, so a small document could become large on the chain. */
  indexValuesPerCallMax: 2_000,
  recordBytesPerCallMax: 1_048_576,
  indexValueBytesMax: 1_024,
  eventsPerItemMax: 4,

  /** Of one text among the facts of a refusal; a refusal has at most four. */
  factBytesMax: 200,

  pageMax: 100,
  followedMax: 16,
} as const;
