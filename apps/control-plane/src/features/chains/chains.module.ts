import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../hosts';
import { ModulesModule } from '../modules';
import { OperationsModule } from '../operations';
import { OrganisationsModule } from '../organisations';
import { TemplatesModule } from '../templates';
import { Blueprints } from './blueprints';
import { ChainStore } from './chain-store';
import { ChainWishes } from './chain-wishes';
import { Chains } from './chains';
import { ChainsController } from './chains.controller';
import { ChainCreation } from './create-chain';
import { NodeKeeping } from './node-keeping';
import { Observations } from './observations';
import { ChainRow, NodeRow } from './rows';
import { Watch } from './watch';

@Module({
  imports: [
    HostsModule,
    ModulesModule,
    OperationsModule,
    OrganisationsModule,
    TemplatesModule,
    TypeOrmModule.forFeature([ChainRow, NodeRow]),
  ],
  controllers: [ChainsController],
  providers: [Blueprints, ChainStore, ChainWishes, Chains, ChainCreation, NodeKeeping, Observations, Watch],
  exports: [ChainStore, Chains, ChainCreation, ChainWishes],
})
export class ChainsModule {}
