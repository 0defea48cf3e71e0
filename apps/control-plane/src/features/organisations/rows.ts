import { Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '@bystack/api';
import { Binary, Text, Whole } from '../../platform/db';

@Entity('organisations')
export class OrganisationRow {
  @PrimaryColumn('text') id!: string;
  @Text() name!: string;
  @Whole() createdAtMs!: number;
  @Text() signingPublicKey!: string;
  /** 32-byte seed of the key that signs for people without keys; sealed under a file that is not in the database. */
  @Binary() signingKeySealed!: Buffer;
}

@Entity('users')
export class UserRow {
  @PrimaryColumn('text') id!: string;
  @Text() email!: string;
  @Text() name!: string;
  @Text() passwordHash!: string;
  @Whole() createdAtMs!: number;
  /** When they set their own password; null: they were invited, and have not yet. */
  @Whole({ nullable: true }) joinedAtMs!: number | null;
}

@Entity('memberships')
export class MembershipRow {
  @PrimaryColumn('text') organisationId!: string;
  @PrimaryColumn('text') userId!: string;
  @Text() role!: Role;
}
