/** Part of the memory a chain's node is allowed that the JavaScript heap may take; the rest is buffers, code and the database. */
const HEAP_SHARE = 0.7;
/** Node itself would take less where memory is limited, as in a container, and then collect what is young several times as often. */
const SEMI_SPACE_MB = 16;

/** What a chain's node gets for its environment, whatever runs it: nothing of the agent's. Threads share two arenas of memory, for each keeps what it once needed. */
export const NODE_ENVIRONMENT = { TZ: 'UTC', NODE_ENV: 'production', MALLOC_ARENA_MAX: '2' } as const;

/** Node's own arguments for a chain's node, whatever runs it. @param memoryBytes what the node is allowed */
export function nodeArguments(memoryBytes: number): string[] {
  return [`--max-old-space-size=${Math.floor((memoryBytes * HEAP_SHARE) / 2 ** 20)}`, `--max-semi-space-size=${SEMI_SPACE_MB}`];
}
