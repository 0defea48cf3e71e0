// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module.
import type { ModuleScenario } from '@bystack/chain-core/testing/contract';
import { companyBadgesScenario } from './company-badges';
import { fee2Scenario } from './fee-2';
import { feeScenario } from './fee';
import { memberCommitteeScenario } from './member-committee';
import { noneScenario } from './none';
import { openCompetitionScenario } from './open-competition';
import { openRecordsScenario } from './open-records';
import { openRegistrationScenario } from './open-registration';
import { quota2Scenario } from './quota-2';
import { quotaScenario } from './quota';
import { ruleBook2Scenario } from './rule-book-2';
import { ruleBookScenario } from './rule-book';

/** For every version of every module that this software can run; they stay as long as the versions do. */
export const SCENARIOS: readonly ModuleScenario[] = [
  companyBadgesScenario,
  fee2Scenario,
  feeScenario,
  memberCommitteeScenario,
  noneScenario,
  openCompetitionScenario,
  openRecordsScenario,
  openRegistrationScenario,
  quota2Scenario,
  quotaScenario,
  ruleBook2Scenario,
  ruleBookScenario,
];
