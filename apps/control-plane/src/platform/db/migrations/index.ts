import { First1700000000000 } from './1700000000000-first';
import { BlsKeys1764300000000 } from './1764300000000-bls-keys';
import { KeepBlocks1764400000000 } from './1764400000000-keep-blocks';
import { ResetLinks1764500000000 } from './1764500000000-reset-links';
import { Members1764600000000 } from './1764600000000-members';
import { Badges1764650000000 } from './1764650000000-badges';
import { JoiningNodes1764700000000 } from './1764700000000-joining-nodes';
import { Rehearsals1764800000000 } from './1764800000000-rehearsals';
import { OperationsBegan1764850000000 } from './1764850000000-operations-began';
import { RevokedBadges1764900000000 } from './1764900000000-revoked-badges';
import { BadgeEnds1764950000000 } from './1764950000000-badge-ends';
import { StarterNamed1764960000000 } from './1764960000000-starter-named';
import { RehearsedProposals1764970000000 } from './1764970000000-rehearsed-proposals';

/** In order; a published migration is never edited. */
export const migrations = [First1700000000000, BlsKeys1764300000000, KeepBlocks1764400000000, ResetLinks1764500000000, Members1764600000000, Badges1764650000000, JoiningNodes1764700000000, Rehearsals1764800000000, OperationsBegan1764850000000, RevokedBadges1764900000000, BadgeEnds1764950000000, StarterNamed1764960000000, RehearsedProposals1764970000000];
