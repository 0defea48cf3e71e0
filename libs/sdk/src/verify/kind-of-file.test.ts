import { evidenceWords } from './evidence-words';
import { readTrust, withCheckpoint } from './read-trust';
import { isStateProof, verifyOffline, verifyStateOffline } from './verify-offline';

const trust = { genesis: {} as never, chainId: '00' };
const file = (kind: string) => JSON.stringify({ format: `bystack-${kind}/1`, modules: [[[[[[[[[[[]]]]]]]]]]] });
const asEvidence = (text: string) => (isStateProof(text) ? verifyStateOffline(text, trust) : verifyOffline(text, trust));
const asGenesis = (text: string) => readTrust(Buffer.from(text));
const asCheckpoint = (text: string) => withCheckpoint(trust, text);

const FETCH = ' Fetch that with `bystack chains genesis CHAIN -o genesis.json`.';

it.each<[string, string, (text: string) => unknown, string, RegExp]>([
  ['a genesis document', 'genesis', asEvidence, 'it is a genesis document, and neither a receipt nor a proof', /^它是创世文件，既非收据也非状态证明$/],
  ['a checkpoint', 'work-checkpoint', asEvidence, 'it is a checkpoint, and neither a receipt nor a proof', /^它是检查点，/],
  ['something else', 'export', asEvidence, 'it is neither a receipt nor a proof: nested too deeply', /^它既非收据也非状态证明：/],
  ['a receipt', 'receipt', asGenesis, `It is a receipt, not a genesis document.${FETCH}`, /^它是收据，而非创世文件。请用 `bystack chains genesis CHAIN -o genesis.json` 获取/],
  ['a proof', 'work-state-proof', asGenesis, `It is a proof about the state, not a genesis document.${FETCH}`, /^它是状态证明，而非创世文件。/],
  ['a genesis document as a checkpoint', 'genesis', asCheckpoint, 'It is a genesis document, not a checkpoint.', /^它是创世文件，而非检查点。$/],
])('says what a file is that was taken for something else: %s', (_name, kind, read, en, zh) => {
  expect(() => read(file(kind))).toThrow(expect.objectContaining({ message: en }));
  expect(evidenceWords(en)).toEqual({ en, zh: expect.stringMatching(zh) });
});

it('goes on to say what is wrong with a file of the right kind', () => {
  expect(() => asGenesis(file('genesis'))).toThrow(/^It is not a genesis document byte for byte: /);
  expect(() => asEvidence('[')).toThrow(/^the file is not JSON: /);
});
