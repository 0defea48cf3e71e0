export interface Postgres {
  /** Of the database `bystack`, with the password. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Whether it was running already. */
  readonly adopted: boolean;
  /** Whether this start made the cluster. */
  readonly created: boolean;
  /** Settles when the server is no longer there, for whatever reason. */
  readonly gone: Promise<void>;
  stop(): Promise<void>;
}
export interface PostgresOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly durable?: boolean;
  readonly log?: (line: string) => void;
}
export class PostgresError extends Error {
  readonly code: string;
}
export function startPostgres(options: PostgresOptions): Promise<Postgres>;
export function freePort(): Promise<number>;
