import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Organisations } from './organisations';
import { MembershipRow, OrganisationRow, UserRow } from './rows';

@Module({
  imports: [TypeOrmModule.forFeature([OrganisationRow, UserRow, MembershipRow])],
  providers: [Organisations],
  exports: [Organisations],
})
export class OrganisationsModule {}
