import type { ChangeView } from '@bystack/api';
import { changesWords, changeWords } from './change-words';
import { kernelWords } from './kernel-words';
import { votesWords } from './policy-words';
import { abilityWords, sumsWords } from './sums-words';

const surroundings = { name: (seat: number) => ({ label: `validator ${seat + 1}` }), organisation: (id: string) => (id === 'ours' ? 'Mills' : id), moduleNamed: () => undefined };
const NODE = 'ab'.repeat(32);

describe('a change in words', () => {
  it.each<[ChangeView, string, string]>([
    [{ kind: 'add-seat', seat: { organisation: 'ours', label: 'validator 5', role: 'validator', nodeKey: NODE } }, '“validator 5” of Mills gets a seat as validator.', 'Mills的“validator 5”获得验证者席位。'],
    [{ kind: 'remove-seat', seat: 3 }, '“validator 4” loses its seat.', '“validator 4”失去席位。'],
    [{ kind: 'set-role', seat: 0, role: 'observer' }, '“validator 1” becomes observer.', '“validator 1”改为观察者。'],
    [{ kind: 'replace-keys', seat: 1, votingKey: 'aa' }, '“validator 2” gets a new voting key.', '“validator 2”更换投票密钥。'],
    [{ kind: 'replace-keys', seat: 1, nodeKey: NODE }, '“validator 2” moves to another node, with new keys.', '“validator 2”迁移到另一节点并更换密钥。'],
    [{ kind: 'set-consensus', parameters: { certificates: 'bls' } }, 'Validators sign blocks with one joint signature (BLS).', '验证者对区块合成一个签名（BLS）。'],
    [{ kind: 'set-consensus', parameters: { viewTimerMs: 500, topology: { kind: 'tree' } } }, 'Consensus is set to viewTimerMs = 500; topology = (kind = tree).', '共识参数设为 viewTimerMs = 500；topology = (kind = tree)。'],
    [{ kind: 'publish-package', module: 'rule-book', content: { name: 'spices', version: '1.0.0' } }, 'The rules “spices@1.0.0” are kept on the chain, for “rule-book”.', '规则包“spices@1.0.0”发布到链上，供“rule-book”使用。'],
    [{ kind: 'swap-package', module: 'rule-book', package: 'spices@1.0.0' }, '“rule-book” goes on by the rules “spices@1.0.0”; what was recorded before stays.', '“rule-book”改用规则包“spices@1.0.0”；此前的记录保留。'],
    [{ kind: 'activate-protocol', version: 2 }, 'Blocks are made by protocol version 2; nodes whose software is older stop there.', '区块改按协议版本 2 生成；软件较旧的节点将在此停止。'],
    [{ kind: 'cancel-change', change: 3 }, 'Proposal 3 is cancelled: it does not take effect.', '取消提案 3：该提案不再生效。'],
    [{ kind: 'set-policy', policy: { delayBlocks: 10, approvalPercent: 75, quorumPercent: 50, expiryMs: 604_800_000 } }, 'From then on: 75 % of the validators must approve a change; 50 % must have voted; a proposal is void after 7 days; what is approved waits for 10 blocks.', '此后：变更须获 75% 的验证者批准；须有 50% 的验证者投票；提案在 7 天后失效；获批的变更须等待 10 个区块。'],
    [{ kind: 'set-policy', policy: { delayBlocks: 1, expiryMs: 86_400_000 } }, 'From then on: a proposal is void after 1 day; what is approved waits for 1 block.', '此后：提案在 1 天后失效；获批的变更须等待 1 个区块。'],
    [{ kind: 'set-policy', policy: { expiryMs: 5_400_000 } }, 'From then on: a proposal is void after 90 minutes.', '此后：提案在 90 分钟后失效。'],
    [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0' } }, '“quota” is replaced by “fee” 1.0.0.', '“quota”由“fee” 1.0.0 替换。'],
    [{ kind: 'swap-module', module: 'market', by: { name: 'bazaar', version: '1.0.0' }, takesOver: true }, '“market” is replaced by “bazaar” 1.0.0. It takes over what that one holds for all.', '“market”由“bazaar” 1.0.0 替换。新模块接管其为众人持有的资产。'],
    [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0', parameters: { asset: NODE, perByte: 2 } } }, `“quota” is replaced by “fee” 1.0.0, set to asset = ${NODE}; perByte = 2.`, `“quota”由“fee” 1.0.0 替换，参数设为 asset = ${NODE}；perByte = 2。`],
    [{ kind: 'swap-module', module: 'a', by: { name: 'b', version: '1.0.0', parameters: { limit: 5, package: { text: 'x'.repeat(11_500) } } } }, '“a” is replaced by “b” 1.0.0, set to limit = 5; package = a document of 12 kB.', '“a”由“b” 1.0.0 替换，参数设为 limit = 5；package = 一份 12 kB 的文档。'],
    [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0' }, hash: NODE, bytes: 187 }, '“quota” is replaced by “fee” 1.0.0, set to a document of 187 bytes.', '“quota”由“fee” 1.0.0 替换，参数设为 一份 187 字节 的文档。'],
    [{ kind: 'set-parameters', module: 'quota', parameters: { certificate: 'x'.repeat(1_500) } }, '“quota” is set to certificate = a document of 2 kB.', '“quota”的参数设为 certificate = 一份 2 kB 的文档。'],
    [{ kind: 'set-parameters', module: 'quota', parameters: {} }, '“quota” is set to ().', '“quota”的参数设为 ()。'],
    [{ kind: 'set-parameters', module: 'quota', parameters: Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`limit${at}`, at])) }, '“quota” is set to a document of 9 kB.', '“quota”的参数设为 一份 9 kB 的文档。'],
  ])('%j', (change, en, zh) => expect(changeWords(change, surroundings)).toEqual({ en, zh }));

  it.each<[ChangeView, string]>([
    [{ kind: 'grow-herbs', name: 'spices', steps: [{ at: 1 }, null, true] }, 'grow-herbs: name = spices; steps = ((at = 1), null, true).'],
    [{ kind: 'toString' }, 'toString.'],
    [{ kind: '__proto__', a: 1 }, '__proto__: a = 1.'],
  ])('of a kind that is not known is told as it stands: %j', (change, en) => expect(changeWords(change, surroundings).en).toBe(en));

  describe('of modules that are known', () => {
    const rate = { type: 'object', 'x-title': { en: 'Each member', zh: '每个成员' }, properties: { burst: { 'x-title': { en: 'At most at once', zh: '一次最多' } }, how: { 'x-enum-titles': { low: { en: 'Low', zh: '低' } } } } };
    const moduleNamed = (name: string) => (name === 'quota' ? { title: { en: 'Quota', zh: '配额' }, params: { properties: { others: {}, perMember: rate, x: { 'x-unit': 'ms' } } } } : undefined);

    it.each<[readonly ChangeView[], readonly string[], string]>([
      [[{ kind: 'set-parameters', module: 'quota', parameters: { x: 1, perMember: { how: 'low', burst: 3, '__proto__x': 2 }, others: [{ a: 1 }] } }], ['“Quota” is set to others = (a = 1); Each member · At most at once = 3; Each member · how = Low; Each member · __proto__x = 2; x = 1 ms.'], '“配额”的参数设为 others = (a = 1)；每个成员 · 一次最多 = 3；每个成员 · how = 低；每个成员 · __proto__x = 2；x = 1 毫秒。'],
      [[{ kind: 'set-parameters', module: 'quota', parameters: { perMember: {} } }], ['“Quota” is set to Each member = ().'], '“配额”的参数设为 每个成员 = ()。'],
      [[{ kind: 'swap-module', module: 'fee', by: { name: 'quota', version: '2.0.0', parameters: { perMember: 7 } } }], ['“fee” is replaced by “Quota” (quota 2.0.0), set to Each member = 7.'], '“fee”由“配额”（quota 2.0.0）替换，参数设为 每个成员 = 7。'],
      [
        [{ kind: 'publish-package', module: 'quota', content: { name: 'spices', version: '1.0.0', title: { en: 'Spice trade', zh: '香料' } } }, { kind: 'swap-package', module: 'quota', package: 'spices@1.0.0' }],
        ['The rules “Spice trade” (spices@1.0.0) are kept on the chain, for “Quota”.', '“Quota” goes on by the rules “Spice trade” (spices@1.0.0); what was recorded before stays.'],
        '规则包“香料”（spices@1.0.0）发布到链上，供“配额”使用。“配额”改用规则包“香料”（spices@1.0.0）；此前的记录保留。',
      ],
    ])('%j', (changes, en, zh) => {
      const words = changesWords(changes, { ...surroundings, moduleNamed });
      expect(words.map((sentence) => sentence.en)).toEqual(en);
      expect(words.map((sentence) => sentence.zh).join('')).toBe(zh);
    });
  });

  it.each([{ kind: 'add-seat' }, { kind: 'add-seat', seat: null }, { kind: 'set-role', seat: {}, role: [] }, { kind: 'set-consensus', parameters: 'x' }, { kind: 7 }])(
    'that a node made up does no harm: %j',
    (change) => expect(typeof changeWords(change as unknown as ChangeView, surroundings).zh).toBe('string'),
  );
});

describe('the sums in words', () => {
  const four = { validators: 4, quorum: 3, mayFail: 1, scheme: 'ed25519' };
  it.each([
    [four, { ...four, validators: 3, mayFail: 0 }, 'Now 4 validators vote, 3 must sign and 1 may fail; then 3 vote, 3 must sign and none may fail.'],
    [four, four, 'Now 4 validators vote, 3 must sign and 1 may fail; this stays so.'],
    [four, null, 'Now 4 validators vote, 3 must sign and 1 may fail.'],
    [{ ...four, validators: 1, quorum: 1, mayFail: 0 }, four, 'Now 1 validator votes, 1 must sign and none may fail; then 4 vote, 3 must sign and 1 may fail.'],
  ])('%j → %j', (now, then, words) => expect(sumsWords(now, then).en).toBe(words));
});

it('says by what a change of rules is counted', () => {
  const now = { approvalPercent: 67, quorumPercent: 0, expiryMs: 60_000, delayBlocks: 0, validators: 4, needed: 3, quorum: 0 };
  expect(votesWords({ now, then: { ...now, quorumPercent: 100, quorum: 4 } }).en).toBe('Now 3 of 4 validators must approve a change, and 3 must have voted; then 3 and 4. This change needs the larger of the two.');
  expect(abilityWords({ version: 2, validators: 4, needed: 3, able: 1 }).en).toBe('The nodes of 1 of 4 validators run protocol version 2; 3 must.');
});

it('says what the chain refuses with the chain’s own words, and a code of newer nodes as it is', () => {
  expect(kernelWords({ code: 'NO_QUORUM_LEFT', facts: { validators: 7, needed: 5, staying: 4, confirmed: 0 } }).en).toMatch(/^A committee of 7 needs 5; 4 of the present one stay and 0 newcomers/);
  expect(kernelWords({ code: 'SOMETHING_NEW', facts: {} })).toEqual({ en: 'The chain refuses: SOMETHING_NEW.', zh: '链已拒绝：SOMETHING_NEW。' });
});
