import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { FuzzedTarget, type Found } from './fuzz-target';
import { meterReaders } from './judge';
import type { FuzzTarget } from './target';

export interface FuzzOptions {
  readonly seed: number;
  /** Inputs for each decoder in turn, before the next one's. */
  readonly share: number;
  /** Asked before each round: whether there is to be one. */
  goesOn(round: number): boolean;
  /** Told each input before it is decoded. */
  onInput?(decoder: string, bytes: Bytes): void;
}

export interface FuzzReport {
  readonly decoders: number;
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  readonly found: readonly Found[];
  /** Of these nothing, or everything, was refused: they say nothing. */
  readonly mute: readonly string[];
}

/** Gives each decoder one share of inputs after the other. The same seed and number of rounds give the same inputs. */
export function fuzz(targets: readonly FuzzTarget[], { seed, share, goesOn, onInput = () => undefined }: FuzzOptions): FuzzReport {
  meterReaders();
  const fuzzed = targets.map((target) => new FuzzedTarget(target, seed));
  for (let round = 0; goesOn(round); round += 1) {
    for (const each of fuzzed) each.run(share, (bytes) => onInput(each.target.decoder, bytes));
  }
  const sum = (count: (each: FuzzedTarget) => number) => fuzzed.reduce((total, each) => total + count(each), 0);
  // What depends on the inputs before may refuse even what it begins with.
  const isMute = ({ accepted, refused, target }: FuzzedTarget) => (accepted <= (target.isStateful ? 0 : target.corpus.length) && !target.isUnforgeable) || refused === 0;
  return {
    decoders: fuzzed.length, inputs: sum(({ inputs }) => inputs), accepted: sum(({ accepted }) => accepted), refused: sum(({ refused }) => refused),
    found: fuzzed.flatMap(({ found }) => found), mute: fuzzed.filter(isMute).map(({ target }) => target.decoder),
  };
}
