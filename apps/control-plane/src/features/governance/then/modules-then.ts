import { Injectable } from '@nestjs/common';
import { isTold, NodeRelay, questionTo } from '../../gateway';
import { byName, type ModulesByName } from '../modules-now';

const [isHistory, isModules] = [isTold('ModulesHistory'), isTold('ModulesInForce')];

/** Which modules a chain went by at a height, with their parameters and packages: every set that was in force stays in the state. */
@Injectable()
export class ModulesThen {
  constructor(private readonly relay: NodeRelay) {}

  async at(organisationId: string, chainId: string, height: number): Promise<ModulesByName> {
    const { firstHeights } = await this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'history', {}), isHistory);
    const set = Math.max(0, firstHeights.findLastIndex((first) => first <= height));
    return byName(await this.relay.answerTo(organisationId, chainId, questionTo('kernel', 'modules', { set }), isModules));
  }
}
