import { defineModule } from '@bystack/chain-core/module';
import type { Params } from './call';
import { WORDS_1 } from './compiled-package';
import { inCommon } from './in-common';
import { otherVersion, packageMigration } from './migrate';

/** Business rules as data, for people who know their trade and no programming. See README.md. */
export const ruleBook = defineModule<Params>({
  ...inCommon(WORDS_1),
  version: '1.0.0',
  summary: {
    en: 'Record types, states, forms and rules are written as data in your trade’s words; the chain holds everybody to them.',
    zh: '用行业语言以数据形式编写记录类型、状态、表单和规则；链上所有人都受其约束。',
  },
  migrateFrom: { 'rule-book@1.0.0': packageMigration, 'rule-book@2.0.0': otherVersion },
});

export { checkPackage } from './check-package';
export { recordId } from './records';
export type { RulePackage } from './package';
export { surface, type RuleBookSurface } from './surface';
