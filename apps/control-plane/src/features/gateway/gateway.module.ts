import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { HostsModule } from '../hosts';
import { ModulesModule } from '../modules';
import { OrganisationsModule } from '../organisations';
import { AmountWords } from './amount-words';
import { CardsInForce } from './cards-in-force';
import { GatewayController } from './gateway.controller';
import { Mining } from './mining';
import { NodeRelay } from './node-relay';
import { Queries } from './queries';
import { Rejoin } from './rejoin';
import { Sender } from './sender';
import { Submissions } from './submissions';

@Module({
  imports: [ChainsModule, HostsModule, ModulesModule, OrganisationsModule],
  controllers: [GatewayController],
  providers: [AmountWords, CardsInForce, Mining, NodeRelay, Queries, Rejoin, Sender, Submissions],
  exports: [AmountWords, CardsInForce, NodeRelay, Queries, Submissions],
})
export class GatewayModule {}
