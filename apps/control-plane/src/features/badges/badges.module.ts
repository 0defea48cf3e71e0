import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChainsModule } from '../chains';
import { RehearsalsModule } from '../rehearsals';
import { Badges } from './badges';
import { BadgesController } from './badges.controller';
import { RevocationListsController } from './revocation-lists.controller';
import { Revocations } from './revocations';
import { RolesOnChains } from './roles-on-chains';
import { BadgeAuthorityRow, BadgeRow } from './rows';

@Module({
  imports: [TypeOrmModule.forFeature([BadgeAuthorityRow, BadgeRow]), ChainsModule, RehearsalsModule],
  controllers: [BadgesController, RevocationListsController],
  providers: [Badges, Revocations, RolesOnChains],
})
export class BadgesModule {}
