import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nodes that join a chain after its founding, and how many a chain ever had, so that no number is given twice. */
export class JoiningNodes1764700000000 implements MigrationInterface {
  readonly name = 'JoiningNodes1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE nodes ADD COLUMN joins boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE chains ADD COLUMN nodes_made bigint NOT NULL DEFAULT 0');
    await runner.query('UPDATE chains SET nodes_made = (SELECT coalesce(max(seat) + 1, 0) FROM nodes WHERE nodes.chain_id = chains.chain_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE chains DROP COLUMN nodes_made');
    await runner.query('ALTER TABLE nodes DROP COLUMN joins');
  }
}
