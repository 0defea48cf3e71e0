import { PeerClaims } from './peer-claims';

const NEXT = 100;
const FAR = 1_000_000;

test.each<[string, boolean, (claims: PeerClaims) => void]>([
  ['nobody claims to be so far', false, (claims) => claims.hears('a', { height: NEXT - 1, keptFrom: 1 })],
  ['all that are so far have forgotten it', true, (claims) => ['a', 'b'].forEach((peer) => claims.hears(peer, { height: NEXT + 5, keptFrom: NEXT + 1 }))],
  ['one has it, if not as a final one yet', false, (claims) => {
    claims.hears('liar', { height: FAR, keptFrom: FAR });
    claims.hears('honest', { height: NEXT - 10, keptFrom: 5 });
    claims.showed('honest', NEXT + 4);
  }],
  ['one that has not said yet what it kept has shown its header', true, (claims) => {
    claims.hears('a', { height: FAR, keptFrom: FAR });
    claims.showed('b', NEXT);
  }],
  ['who showed its header has forgotten it', true, (claims) => {
    claims.hears('a', { height: NEXT + 5, keptFrom: NEXT + 1 });
    claims.showed('a', NEXT + 9);
  }],
  ['who has it is gone', true, (claims) => {
    claims.hears('a', { height: FAR, keptFrom: FAR });
    claims.hears('b', { height: 1 });
    claims.showed('b', NEXT);
    claims.forget('b');
  }],
  ['who has it is on another chain', true, (claims) => {
    claims.hears('a', { height: FAR, keptFrom: FAR });
    claims.hears('b', { height: 1 });
    claims.showed('b', NEXT);
    claims.ignore('b');
  }],
])('a block is lacking or not: %s', (_, isLacking, happens) => {
  const claims = new PeerClaims();
  happens(claims);
  expect(claims.lackAll(NEXT)).toBe(isLacking);
});

test('what was claimed is not taken back before the session is over', () => {
  const claims = new PeerClaims();
  claims.hears('liar', { height: FAR });
  claims.hears('liar', { height: 3, keptFrom: FAR });
  claims.hears('liar', { keptFrom: 1 });
  expect([claims.of('liar'), claims.most, claims.lackAll(NEXT)]).toEqual([FAR, FAR, true]);
  claims.forget('liar');
  claims.hears('liar', { height: 3 });
  expect([claims.of('liar'), claims.most]).toEqual([3, 3]);
});
