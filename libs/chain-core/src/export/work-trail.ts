import type { ExecutedParent } from '../execution';
import type { SealedBlock } from '../protocol/block';
import type { PowParameters } from '../protocol/genesis';
import { workFault } from '../protocol/pow/check-work';
import { nextBits } from '../protocol/pow/retarget';
import { workOfBits } from '../protocol/pow/target';
import type { ExportEntry } from './chunk-codec';
import { exportInvalid, type ExportPlace } from './export-failed';

/** Work: every block has as much as the pace of those before it demands, and blocks are final under `finalDepth` others. */
export class WorkTrail {
  readonly #parameters: PowParameters;
  #grandparentTimeMs: number | undefined;
  #totalWork = 0n;
  finalHeight = 0;

  constructor(parameters: PowParameters) {
    this.#parameters = parameters;
  }

  get proof() {
    return { kind: 'work' as const, totalWork: this.#totalWork, finalDepth: this.#parameters.finalDepth };
  }

  add({ header, headerBytes }: SealedBlock, { certificate, closing }: ExportEntry, { header: parent }: ExecutedParent, at: ExportPlace): void {
    if (certificate.length > 0 || closing.length > 0) exportInvalid('nobody signs the blocks of this chain, but something is signed', at);
    const pace = { height: parent.height, timeMs: parent.timeMs, bits: parent.work!.bits, parentTimeMs: this.#grandparentTimeMs ?? parent.timeMs };
    const fault = workFault(header, headerBytes, pace, this.#parameters, nextBits(this.#parameters, pace));
    if (fault !== undefined) exportInvalid(`the work of the block is not what the chain demands: ${fault}`, at);
    this.#grandparentTimeMs = parent.timeMs;
    this.#totalWork += workOfBits(header.work!.bits);
    this.finalHeight = Math.max(0, header.height - this.#parameters.finalDepth);
  }
}
