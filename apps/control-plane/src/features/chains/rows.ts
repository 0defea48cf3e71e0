import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NodeWish, ObservedNode } from '@bystack/api';
import { Binary, JsonColumn, Text, Whole } from '../../platform/db';

/** What was asked for; what became of it is in the nodes' observations. */
@Entity('chains')
export class ChainRow {
  @PrimaryColumn('text') chainId!: string;
  @Text() organisationId!: string;
  @Text() name!: string;
  @Text() templateName!: string;
  @Text() templateVersion!: string;
  /** JSON text of the Blueprint, placeholders filled in. Large: read only when asked for. */
  @Text({ select: false }) blueprint!: string;
  /** The exact bytes whose hash is the chain id. */
  @Binary({ select: false }) genesis!: Buffer;
  @Text() signerPublicKey!: string;
  @Whole() createdAtMs!: number;
  @Text() wish!: NodeWish;
  @Whole() generation!: number;
  /** Nodes it ever had here: no number is given twice. */
  @Whole() nodesMade!: number;
  /** Why its creation failed; then it is being removed. */
  @JsonColumn({ nullable: true }) problem!: { readonly code: string; readonly detail: string } | null;
}

/** `lastStatus`: what it said of itself when it last did. */
export type SeenNode = ObservedNode & { readonly lastStatus?: ObservedNode['status'] | null };

@Entity('nodes')
export class NodeRow {
  @PrimaryColumn('text') nodeId!: string;
  @Text() organisationId!: string;
  @Text() chainId!: string;
  @Text() hostId!: string;
  @Whole() seat!: number;
  @Text() nodeKey!: string;
  @Text() votingKey!: string;
  @Text() address!: string;
  @Text() softwareVersion!: string;
  /** It was not founded with the chain: its seat comes from a proposal there. */
  @Column('boolean') joins!: boolean;
  /** A pruned node keeps the transactions of so many newest blocks; null: an archive node. */
  @Whole({ nullable: true }) keepBlocks!: number | null;
  // What was asked for:
  @Text() wish!: NodeWish;
  @Column('boolean') removeVolume!: boolean;
  @Whole() generation!: number;
  // What the agent saw, and when we heard it:
  @JsonColumn({ nullable: true }) observed!: SeenNode | null;
  @Whole({ nullable: true }) observedAtMs!: number | null;
}
