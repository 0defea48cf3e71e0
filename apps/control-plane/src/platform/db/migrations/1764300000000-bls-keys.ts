import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The second voting key of a spare pair, for chains with `bls` certificates. */
export class BlsKeys1764300000000 implements MigrationInterface {
  readonly name = 'BlsKeys1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE spare_keys ADD COLUMN bls_voting_key text UNIQUE, ADD COLUMN bls_proof_of_possession text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE spare_keys DROP COLUMN bls_voting_key, DROP COLUMN bls_proof_of_possession');
  }
}
