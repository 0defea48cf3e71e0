import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { OrganisationsModule } from '../organisations';
import { HostsModule } from '../hosts';
import { ModulesModule } from '../modules';
import { AssetNames } from './asset-names';
import { AssetSupplies } from './asset-supplies';
import { BlockPace } from './block-pace';
import { Candidates } from './candidates';
import { Consensus } from './consensus';
import { ConsensusController } from './consensus.controller';
import { Contents } from './contents';
import { DecidedProposals } from './decided-proposals';
import { Decisions } from './decisions';
import { GovernanceController } from './governance.controller';
import { ModuleWarnings } from './module-warnings';
import { ModulesNow } from './modules-now';
import { NodeRemoval } from './node-removal';
import { NodesController } from './nodes.controller';
import { Outlooks } from './outlooks';
import { PackageSwaps } from './package-swaps';
import { PackageWarnings } from './package-warnings';
import { Proposals } from './proposals';
import { SeatSigner } from './seat-signer';
import { SeatVoice } from './seat-voice';
import { Seats } from './seats';
import { Standings } from './standings';
import { AskedThen } from './then/asked-then';
import { ModulesThen } from './then/modules-then';
import { WhatChangedThen } from './then/what-changed';
import { Votes } from './votes';

@Module({
  imports: [ChainsModule, GatewayModule, HostsModule, ModulesModule, OrganisationsModule],
  controllers: [ConsensusController, GovernanceController, NodesController],
  providers: [AskedThen, AssetNames, AssetSupplies, BlockPace, Candidates, Consensus, Contents, DecidedProposals, Decisions, ModulesNow, ModulesThen, ModuleWarnings, NodeRemoval, Outlooks, PackageSwaps, PackageWarnings, Proposals, SeatSigner, Seats, SeatVoice, Standings, Votes, WhatChangedThen],
  exports: [Outlooks, Proposals, Seats],
})
export class GovernanceModule {}
