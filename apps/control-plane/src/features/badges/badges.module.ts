import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Badges } from './badges';
import { BadgesController } from './badges.controller';
import { RevocationListsController } from './revocation-lists.controller';
import { Revocations } from './revocations';
import { BadgeAuthorityRow, BadgeRow } from './rows';

@Module({
  imports: [TypeOrmModule.forFeature([BadgeAuthorityRow, BadgeRow])],
  controllers: [BadgesController, RevocationListsController],
  providers: [Badges, Revocations],
})
export class BadgesModule {}
