import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many blocks a pruned node keeps; null: an archive node. */
export class KeepBlocks1764400000000 implements MigrationInterface {
  readonly name = 'KeepBlocks1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE nodes ADD COLUMN keep_blocks bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE nodes DROP COLUMN keep_blocks');
  }
}
