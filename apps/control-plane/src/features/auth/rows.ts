import { Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '@bystack/api';
import { Text, Whole } from '../../platform/db';

@Entity('sessions')
export class SessionRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() userId!: string;
  @Whole() createdAtMs!: number;
  @Whole() expiresAtMs!: number;
  @Whole({ nullable: true }) revokedAtMs!: number | null;
}

@Entity('api_keys')
export class ApiKeyRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() name!: string;
  @Text() role!: Role;
  @Text() prefix!: string;
  /** SHA-256: the secret has 256 random bits, so a slow hash would add nothing. */
  @Text() secretHash!: string;
  @Whole() createdAtMs!: number;
  @Whole({ nullable: true }) lastUsedAtMs!: number | null;
  @Whole({ nullable: true }) revokedAtMs!: number | null;
}

@Entity('setup_links')
export class SetupLinkRow {
  @PrimaryColumn('text') tokenHash!: string;
  /** Whose password it sets; null: the first administrator's. */
  @Text({ nullable: true }) userId!: string | null;
  @Whole() createdAtMs!: number;
  @Whole() expiresAtMs!: number;
  @Whole({ nullable: true }) usedAtMs!: number | null;
}
