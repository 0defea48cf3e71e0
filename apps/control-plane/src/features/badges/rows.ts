import { Entity, PrimaryColumn } from 'typeorm';
import { Binary, Text, Whole } from '../../platform/db';

/** A certificate authority that this installation keeps for an organisation. */
@Entity('badge_authorities')
export class BadgeAuthorityRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() name!: string;
  @Text() certificatePem!: string;
  /** PKCS #8. */
  @Binary() privateKeySealed!: Buffer;
  @Whole() createdAtMs!: number;
}

/** A certificate that one of them issued. Whether it still counts is for each chain to say. */
@Entity('badges')
export class BadgeRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() authorityId!: string;
  @Text() serial!: string;
  @Text() name!: string;
  @Text() certificatePem!: string;
  @Whole() issuedAtMs!: number;
}
