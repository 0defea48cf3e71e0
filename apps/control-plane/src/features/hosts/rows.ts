import { Entity, PrimaryColumn } from 'typeorm';
import type { HostFacts } from '@bystack/api';
import { JsonColumn, Text, Whole } from '../../platform/db';

@Entity('hosts')
export class HostRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Whole() createdAtMs!: number;
  @JsonColumn() facts!: HostFacts;
  /** Certificates that count: the one in use, and one issued by a renewal until it is used first. */
  @Text() certificateSerial!: string;
  @Text({ nullable: true }) nextCertificateSerial!: string | null;
  @Whole() certificateExpiresAtMs!: number;
  /** Raised in the transaction of every change to what this host should run. */
  @Whole() desiredRevision!: number;
  @Whole() appliedRevision!: number;
  @Whole({ nullable: true }) lastSeenAtMs!: number | null;
}

@Entity('join_tokens')
export class JoinTokenRow {
  @PrimaryColumn('text') secretHash!: string;
  @Text() organisationId!: string;
  @Whole() createdAtMs!: number;
  @Whole() expiresAtMs!: number;
  @Whole({ nullable: true }) usedAtMs!: number | null;
  /** Who used it: the same key may ask again, in case our answer was lost. */
  @Text({ nullable: true }) hostId!: string | null;
  @Text({ nullable: true }) publicKeyHash!: string | null;
}

/** Public halves of keys that hosts made. Taken once, for one chain, for ever. */
@Entity('spare_keys')
export class SpareKeyRow {
  @PrimaryColumn('text') nodeKey!: string;
  @Text() organisationId!: string;
  @Text() hostId!: string;
  @Text() votingKey!: string;
  @Text() proofOfPossession!: string;
  /** Null: its agent is too old to make such keys. */
  @Text({ nullable: true }) blsVotingKey!: string | null;
  @Text({ nullable: true }) blsProofOfPossession!: string | null;
  @Text() address!: string;
  @Whole() depositedAtMs!: number;
  @Text({ nullable: true }) chainId!: string | null;
}
