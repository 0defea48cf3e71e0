/** First line on the node's stdout once it serves: one JSON object. Every later line is a log line (pino JSON). */
export interface NodeReady {
  readonly ready: true;
  readonly listenPort: number;
  readonly rpcPort: number;
}

/** Exit codes the agent tells apart. softwareTooOld: the chain goes on with a protocol version, or a module, that this software lacks. */
export const NODE_EXIT = { ok: 0, badConfig: 64, portTaken: 65, diskFull: 66, corrupt: 67, softwareTooOld: 68, impossible: 70 } as const;
