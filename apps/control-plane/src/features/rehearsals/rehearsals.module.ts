import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { GovernanceModule } from '../governance';
import { ModulesModule } from '../modules';
import { OperationsModule } from '../operations';
import { ChainModules } from './chain-modules';
import { ChainModulesController } from './chain-modules.controller';
import { Follow } from './follow';
import { RehearsalsController } from './rehearsals.controller';
import { Rehearsals } from './rehearsals';
import { RehearsalRow } from './rows';
import { Software } from './software';
import { Trials } from './trials';

@Module({
  imports: [TypeOrmModule.forFeature([RehearsalRow]), ChainsModule, GatewayModule, GovernanceModule, ModulesModule, OperationsModule],
  controllers: [ChainModulesController, RehearsalsController],
  providers: [ChainModules, Follow, Rehearsals, Software, Trials],
  exports: [ChainModules],
})
export class RehearsalsModule {}
