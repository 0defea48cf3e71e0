export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** Where a node tells operators what happens. Facts are small and hold no secrets. */
export type NodeLog = (level: LogLevel, words: string, facts?: Readonly<Record<string, unknown>>) => void;
