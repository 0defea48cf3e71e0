import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { Decisions } from './decisions';
import { GovernanceController } from './governance.controller';
import { Outlooks } from './outlooks';
import { Proposals } from './proposals';
import { SeatSigner } from './seat-signer';
import { Seats } from './seats';

@Module({ imports: [ChainsModule, GatewayModule], controllers: [GovernanceController], providers: [Decisions, Outlooks, Proposals, SeatSigner, Seats] })
export class GovernanceModule {}
