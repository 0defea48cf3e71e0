/** So many blocks before a change takes effect an idle chain makes blocks at once rather than wait for its heartbeats. */
export const END_NEAR_BLOCKS = 8;
