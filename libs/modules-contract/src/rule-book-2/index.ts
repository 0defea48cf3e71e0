import { defineModule } from '@bystack/chain-core/module';
import type { Params } from '../rule-book/call';
import { WORDS_2 } from '../rule-book/compiled-package';
import { inCommon } from '../rule-book/in-common';
import { otherVersion, packageMigration } from '../rule-book/migrate';

/** As 1.0.0, and rules see what else a badge says of whoever acts: `attributes`. See ../rule-book/README.md. */
export const ruleBook2 = defineModule<Params>({
  ...inCommon(WORDS_2),
  version: '2.0.0',
  summary: {
    en: 'Record types, states, forms and rules are written as data in your trade’s words; the chain holds everybody to them. Rules see roles and whatever else a badge says of its holder.',
    zh: '用行业语言以数据形式编写记录类型、状态、表单和规则；链上所有人都受其约束。规则可使用角色以及工牌所载的其他属性。',
  },
  migrateFrom: { 'rule-book@1.0.0': otherVersion, 'rule-book@2.0.0': packageMigration },
});
