import type { Words } from '@bystack/api';
import type { Proved, StateProved } from '@bystack/sdk/browser';

/** What this browser found out about a file. */
export type Checked =
  | { readonly kind: 'receipt'; readonly proved: Proved }
  | { readonly kind: 'state'; readonly proved: StateProved }
  | { readonly kind: 'invalid'; readonly what: 'genesis' | 'checkpoint' | 'evidence'; readonly field: string; readonly reason: Words };

/** What a file says of itself, before anything of it is checked. */
export interface Said {
  readonly kind: 'receipt' | 'state' | 'other';
  /** Undefined: it names none. */
  readonly chainId?: string;
}

/** More than any receipt or genesis document has. */
const BYTES_MAX = 16 * 1024 * 1024;
const TOO_LARGE: Words = { en: 'it is larger than 16 MiB, which no such file is', zh: '文件大于 16 MiB，此类文件不会这么大' };

/** Reads the files and checks the evidence against the others. The library comes with the first check. */
export async function check(evidence: File, genesis: File, checkpoint: File | null): Promise<Checked> {
  const sdk = await import('@bystack/sdk/browser');
  await sdk.ready;
  for (const [what, file] of [['genesis', genesis], ['checkpoint', checkpoint], ['evidence', evidence]] as const) if (file !== null && file.size > BYTES_MAX) return { kind: 'invalid', what, field: '', reason: TOO_LARGE };
  const [text, bytes] = [await evidence.text(), new Uint8Array(await genesis.arrayBuffer())];
  try {
    const inGenesis = sdk.readTrust(bytes);
    const trust = checkpoint === null ? inGenesis : sdk.withCheckpoint(inGenesis, await checkpoint.text());
    if (sdk.isStateProof(text)) return { kind: 'state', proved: sdk.whatStateProved(sdk.verifyStateOffline(text, trust), trust) };
    return { kind: 'receipt', proved: sdk.whatWasProved(sdk.verifyOffline(text, trust), trust) };
  } catch (error) {
    if (error instanceof sdk.TrustInvalid) return { kind: 'invalid', what: 'genesis', field: '', reason: sdk.evidenceWords(error.message) };
    if (error instanceof sdk.CheckpointInvalid) return { kind: 'invalid', what: 'checkpoint', field: '', reason: sdk.evidenceWords(error.message) };
    if (error instanceof sdk.ReceiptInvalid || error instanceof sdk.StateProofInvalid) return { kind: 'invalid', what: 'evidence', field: error.field, reason: sdk.evidenceWords(error.message) };
    throw error;
  }
}

const KINDS: Readonly<Record<string, Said['kind']>> = { 'bystack-receipt': 'receipt', 'bystack-work-receipt': 'receipt', 'bystack-state-proof': 'state', 'bystack-work-state-proof': 'state' };

export async function whatItSays(evidence: File): Promise<Said> {
  if (evidence.size > BYTES_MAX) return { kind: 'other' };
  try {
    const { format, chainId } = ((JSON.parse(await evidence.text()) as unknown) ?? {}) as { format?: unknown; chainId?: unknown };
    const name = String(format).split('/')[0]!;
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name]! : 'other';
    return kind !== 'other' && typeof chainId === 'string' && /^[0-9a-f]{64}$/.test(chainId) ? { kind, chainId } : { kind: 'other' };
  } catch {
    return { kind: 'other' }; // No JSON.
  }
}
