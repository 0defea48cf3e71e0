/** The only place where a node learns what time it is. */
export interface Clock {
  nowMs(): number;
  /** Calls back once after the pause; returns how to call it off. */
  later(pauseMs: number, call: () => void): () => void;
}

/** Everybody else has their turn before this goes on. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  later: (pauseMs, call) => {
    const timer = setTimeout(call, pauseMs);
    return () => clearTimeout(timer);
  },
};
