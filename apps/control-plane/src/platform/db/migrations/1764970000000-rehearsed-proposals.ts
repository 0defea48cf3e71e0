import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which proposal was tried out, where it was one. */
export class RehearsedProposals1764970000000 implements MigrationInterface {
  readonly name = 'RehearsedProposals1764970000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE rehearsals ADD COLUMN proposal bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE rehearsals DROP COLUMN proposal');
  }
}
