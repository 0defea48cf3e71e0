import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Times are bigint milliseconds since 1970 UTC; ids are text; every row of a tenant carries its organisation. */
const up = [
  `CREATE TABLE installation (id int PRIMARY KEY CHECK (id = 1), incarnation text NOT NULL, starts bigint NOT NULL, created_at_ms bigint NOT NULL,
     starter_chain_id text, starter_done boolean NOT NULL DEFAULT false)`,
  `CREATE TABLE organisations (id text PRIMARY KEY, name text NOT NULL, created_at_ms bigint NOT NULL, signing_public_key text NOT NULL, signing_key_sealed bytea NOT NULL)`,
  `CREATE TABLE users (id text PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, password_hash text NOT NULL, created_at_ms bigint NOT NULL)`,
  `CREATE TABLE memberships (organisation_id text NOT NULL REFERENCES organisations, user_id text NOT NULL REFERENCES users, role text NOT NULL, PRIMARY KEY (organisation_id, user_id))`,
  `CREATE TABLE setup_links (token_hash text PRIMARY KEY, created_at_ms bigint NOT NULL, expires_at_ms bigint NOT NULL, used_at_ms bigint)`,
  `CREATE TABLE sessions (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, user_id text NOT NULL REFERENCES users,
     created_at_ms bigint NOT NULL, expires_at_ms bigint NOT NULL, revoked_at_ms bigint)`,
  `CREATE TABLE api_keys (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, name text NOT NULL, role text NOT NULL, prefix text NOT NULL UNIQUE,
     secret_hash text NOT NULL, created_at_ms bigint NOT NULL, last_used_at_ms bigint, revoked_at_ms bigint)`,
  `CREATE TABLE hosts (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, created_at_ms bigint NOT NULL, facts jsonb NOT NULL,
     certificate_serial text NOT NULL, next_certificate_serial text, certificate_expires_at_ms bigint NOT NULL,
     desired_revision bigint NOT NULL DEFAULT 0, applied_revision bigint NOT NULL DEFAULT 0, last_seen_at_ms bigint)`,
  `CREATE INDEX hosts_of_organisation ON hosts (organisation_id)`,
  `CREATE TABLE join_tokens (secret_hash text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, created_at_ms bigint NOT NULL, expires_at_ms bigint NOT NULL, used_at_ms bigint,
     host_id text, public_key_hash text)`,
  `CREATE TABLE chains (chain_id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, name text NOT NULL, template_name text NOT NULL, template_version text NOT NULL,
     blueprint text NOT NULL, genesis bytea NOT NULL, signer_public_key text NOT NULL, created_at_ms bigint NOT NULL, wish text NOT NULL, generation bigint NOT NULL, problem jsonb,
     UNIQUE (organisation_id, name))`,
  `CREATE TABLE spare_keys (node_key text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, host_id text NOT NULL REFERENCES hosts ON DELETE CASCADE,
     voting_key text NOT NULL UNIQUE, proof_of_possession text NOT NULL, address text NOT NULL, deposited_at_ms bigint NOT NULL, chain_id text)`,
  `CREATE INDEX spare_keys_of_host ON spare_keys (host_id) WHERE chain_id IS NULL`,
  `CREATE TABLE nodes (node_id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, chain_id text NOT NULL REFERENCES chains, host_id text NOT NULL REFERENCES hosts,
     seat int NOT NULL, node_key text NOT NULL UNIQUE, voting_key text NOT NULL, address text NOT NULL, software_version text NOT NULL,
     wish text NOT NULL, remove_volume boolean NOT NULL DEFAULT false, generation bigint NOT NULL, observed jsonb, observed_at_ms bigint, UNIQUE (chain_id, seat))`,
  `CREATE INDEX nodes_of_host ON nodes (host_id)`,
  `CREATE TABLE operations (id text PRIMARY KEY, organisation_id text NOT NULL REFERENCES organisations, kind text NOT NULL, subject_type text NOT NULL, subject_id text NOT NULL,
     subject_name text NOT NULL, chain_id text NOT NULL, state text NOT NULL, started_at_ms bigint NOT NULL, ended_at_ms bigint, progress_at_ms bigint NOT NULL, steps jsonb NOT NULL, problem jsonb)`,
  `CREATE INDEX operations_of_organisation ON operations (organisation_id, started_at_ms DESC)`,
  `CREATE INDEX operations_running ON operations (chain_id) WHERE state = 'running'`,
  `CREATE TABLE audit_entries (organisation_id text NOT NULL REFERENCES organisations, sequence bigint NOT NULL, at_ms bigint NOT NULL, body text NOT NULL, previous_hash text NOT NULL, hash text NOT NULL,
     PRIMARY KEY (organisation_id, sequence))`,
  `CREATE TABLE idempotency_keys (organisation_id text NOT NULL REFERENCES organisations, actor_id text NOT NULL, key text NOT NULL, request_hash text NOT NULL,
     work_sealed bytea, answer_sealed bytea, created_at_ms bigint NOT NULL, PRIMARY KEY (organisation_id, actor_id, key))`,
  `CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at_ms)`,
];
const tables = [
  'idempotency_keys',
  'audit_entries',
  'operations',
  'nodes',
  'spare_keys',
  'chains',
  'join_tokens',
  'hosts',
  'api_keys',
  'sessions',
  'setup_links',
  'memberships',
  'users',
  'organisations',
  'installation',
];

export class First1700000000000 implements MigrationInterface {
  readonly name = 'First1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`DROP TABLE ${table}`);
  }
}
