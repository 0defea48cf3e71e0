import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { OrganisationsModule } from '../organisations';
import { HostsModule } from '../hosts';
import { ModulesModule } from '../modules';
import { Candidates } from './candidates';
import { Contents } from './contents';
import { DecidedProposals } from './decided-proposals';
import { Decisions } from './decisions';
import { GovernanceController } from './governance.controller';
import { NodeRemoval } from './node-removal';
import { NodesController } from './nodes.controller';
import { Outlooks } from './outlooks';
import { Proposals } from './proposals';
import { SeatSigner } from './seat-signer';
import { Seats } from './seats';
import { UnissuedAssets } from './unissued-assets';

@Module({
  imports: [ChainsModule, GatewayModule, HostsModule, ModulesModule, OrganisationsModule],
  controllers: [GovernanceController, NodesController],
  providers: [Candidates, Contents, DecidedProposals, Decisions, NodeRemoval, Outlooks, Proposals, SeatSigner, Seats, UnissuedAssets],
  exports: [Outlooks, Proposals, Seats],
})
export class GovernanceModule {}
