import type { ExecutedParent } from '../execution';
import type { SealedBlock } from '../protocol/block';
import type { PowParameters } from '../protocol/genesis';
import { BurialLine } from '../protocol/pow/buried';
import { workFault } from '../protocol/pow/check-work';
import { nextBits } from '../protocol/pow/retarget';
import { workOfBits } from '../protocol/pow/target';
import type { ExportEntry } from './chunk-codec';
import { exportInvalid, type ExportPlace } from './export-failed';

/** Work: every block has as much as the pace of those before it demands, and blocks are final under enough others. */
export class WorkTrail {
  readonly #parameters: PowParameters;
  readonly #line: BurialLine;
  #grandparentTimeMs: number | undefined;

  constructor(parameters: PowParameters) {
    this.#parameters = parameters;
    this.#line = new BurialLine(0, parameters);
  }

  get finalHeight(): number {
    return this.#line.finalHeight;
  }

  get proof() {
    return { kind: 'work' as const, totalWork: this.#line.totalWork, finalDepth: this.#parameters.finalDepth };
  }

  add({ header, headerBytes }: SealedBlock, { certificate, closing }: ExportEntry, { header: parent }: ExecutedParent, at: ExportPlace): void {
    if (certificate.length > 0 || closing.length > 0) exportInvalid('nobody signs the blocks of this chain, but something is signed', at);
    const pace = { height: parent.height, timeMs: parent.timeMs, bits: parent.work!.bits, parentTimeMs: this.#grandparentTimeMs ?? parent.timeMs };
    const fault = workFault(header, headerBytes, pace, this.#parameters, nextBits(this.#parameters, pace));
    if (fault !== undefined) exportInvalid(`the work of the block is not what the chain demands: ${fault}`, at);
    this.#grandparentTimeMs = parent.timeMs;
    this.#line.add(workOfBits(header.work!.bits));
  }
}
