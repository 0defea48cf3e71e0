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
  /** Of the newest list of revoked certificates: seconds since 1970, so that no later list has a lower one, also after a database was put back; 0: none was made yet. */
  @Whole({ default: 0 }) listNumber!: number;
  @Whole({ nullable: true }) listMadeAtMs!: number | null;
  /** Large, and read by nobody but whoever hands it out. */
  @Binary({ nullable: true, select: false }) listDer?: Buffer | null;
}

/** A certificate that one of them issued. Whether it still counts is for each chain to say, also once its authority has revoked it. */
@Entity('badges')
export class BadgeRow {
  @PrimaryColumn('text') id!: string;
  @Text() organisationId!: string;
  @Text() authorityId!: string;
  @Text() serial!: string;
  @Text() name!: string;
  @Text() certificatePem!: string;
  @Whole() issuedAtMs!: number;
  @Whole() validUntilMs!: number;
  /** Null: it is not revoked. */
  @Whole({ nullable: true }) revokedAtMs!: number | null;
  @Text({ nullable: true }) revocationReason!: string | null;
}
