import { CHAIN_PROBLEMS, factsIn } from '@bystack/api';
import { fillWords, isFilled } from '@bystack/chain-core/primitives/fill-words';
import type { ModuleHarness, Recorded } from '@bystack/chain-core/testing';
import { companyBadges } from '@bystack/modules-identity';
import { pem } from '../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { AUTHORITIES, LISTS, PEMS } from './certificates/authorities';
import { founded, given } from './certificates/chain';
import { EXTENSIONS, ISSUERS, KEYS, NAMES, NUMBERS, SHAPES, SIGNATURES, TIMES, USES } from './certificates/leaves';

let chain: ModuleHarness;
beforeAll(() => (chain = founded()));
// What is good in one row must not be in the way of the next.
afterEach(() => void given(chain, 'ann', 'leave', {}));

/** Recorded as refused, with a code and a sentence in both languages in which no gap is left. */
function expectSaid({ accepted, code, facts }: Recorded, expected: string): void {
  expect(accepted ? 'accepted' : code).toBe(expected);
  if (accepted) return;
  const words = companyBadges.errors![code!]?.words ?? CHAIN_PROBLEMS[code!]!;
  const said = (['en', 'zh'] as const).map((language) => fillWords(words[language], factsIn(facts, language)));
  expect(said.map((sentence) => [isFilled(sentence), sentence.length > 5])).toEqual([[true, true], [true, true]]);
  // Nothing of it is left in the other language.
  expect(said[1]).toMatch(/^[^a-z]*[\u4e00-\u9fff]/);
  expect(said[1]).not.toMatch(/[a-z]{2,} [a-z]{2,}/);
}

describe.each([
  ['time', TIMES], ['issuer', ISSUERS], ['signature', SIGNATURES], ['key', KEYS], ['use', USES], ['extensions', EXTENSIONS], ['name', NAMES], ['serial number', NUMBERS], ['shape', SHAPES],
])('a member’s certificate: its %s', (_about, rows) => {
  it.each(rows)('%s', (_what, make, code) => expectSaid(given(chain, 'ann', 'enrol', { certificate: pem(make()) }), code));
});

describe('around it', () => {
  it.each(PEMS)('%s', (_what, make, code) => expectSaid(given(chain, 'ann', 'enrol', make()), code));
});

describe('an authority’s certificate', () => {
  it.each(AUTHORITIES)('%s', (_what, organisation, make, code) => expectSaid(given(chain, 'keeper', 'addAuthority', { organisation, certificate: pem(make()) }), code));
});

describe('a list of revoked certificates', () => {
  it.each(LISTS)('%s', (_what, make, code) => expectSaid(given(chain, 'anybody', 'revokeByList', { list: pem(make(), 'X509 CRL') }), code));
});
