// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module.
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { memberCommittee, openCompetition } from '@bystack/modules-consensus';
import { ruleBook, ruleBook2 } from '@bystack/modules-contract';
import { none } from '@bystack/modules-crosschain';
import { companyBadges, openRegistration } from '@bystack/modules-identity';
import { openRecords } from '@bystack/modules-privacy';
import { fee, fee2, quota, quota2 } from '@bystack/modules-transactions';

/** Every module this software can run, of all versions. */
export const MODULES: readonly ModuleDefinition<never>[] = [
  memberCommittee,
  openCompetition,
  ruleBook,
  ruleBook2,
  none,
  companyBadges,
  openRegistration,
  openRecords,
  fee,
  fee2,
  quota,
  quota2,
];
