import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { OrganisationsModule } from '../organisations';
import { Decisions } from './decisions';
import { GovernanceController } from './governance.controller';
import { Outlooks } from './outlooks';
import { Proposals } from './proposals';
import { SeatSigner } from './seat-signer';
import { Seats } from './seats';

@Module({ imports: [ChainsModule, GatewayModule, OrganisationsModule], controllers: [GovernanceController], providers: [Decisions, Outlooks, Proposals, SeatSigner, Seats] })
export class GovernanceModule {}
