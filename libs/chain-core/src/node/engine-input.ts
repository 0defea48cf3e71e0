import type { EngineEvent } from '../consensus/engine';

type WithoutTime<E> = E extends unknown ? Omit<E, 'nowMs'> : never;
/** An event before the driver says what time it is. */
export type EngineInput = WithoutTime<EngineEvent>;
