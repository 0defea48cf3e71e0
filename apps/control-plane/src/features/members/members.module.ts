import { Module } from '@nestjs/common';
import { AuthModule } from '../auth';
import { OrganisationsModule } from '../organisations';
import { Members } from './members';
import { MembersController } from './members.controller';

@Module({ imports: [AuthModule, OrganisationsModule], controllers: [MembersController], providers: [Members] })
export class MembersModule {}
