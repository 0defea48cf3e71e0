import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of modules that were tried out, and what came of it. */
export class Rehearsals1764800000000 implements MigrationInterface {
  readonly name = 'Rehearsals1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE rehearsals (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, chain_id text NOT NULL REFERENCES chains ON DELETE CASCADE,
      asked_at_ms bigint NOT NULL, changes jsonb NOT NULL, node_id text, run_id text, tries bigint NOT NULL, software jsonb NOT NULL, height bigint, took_ms bigint, report jsonb)`);
    await runner.query('CREATE INDEX rehearsals_of_chain ON rehearsals (chain_id, asked_at_ms DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rehearsals');
  }
}
