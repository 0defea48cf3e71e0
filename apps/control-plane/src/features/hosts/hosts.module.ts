import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentListener } from './agent-listener';
import { Agents } from './agents';
import { AuditWitness } from './audit-witness';
import { Authority } from './authority';
import { Conversation } from './conversation';
import { Enrolment } from './enrolment';
import { Hosts } from './hosts';
import { HostsController } from './hosts.controller';
import { Placement } from './placement';
import { HostRow, JoinTokenRow, SpareKeyRow } from './rows';
import { SpareKeys } from './spare-keys';

@Module({
  imports: [TypeOrmModule.forFeature([HostRow, JoinTokenRow, SpareKeyRow])],
  controllers: [HostsController],
  providers: [AgentListener, Agents, AuditWitness, Authority, Conversation, Enrolment, Hosts, Placement, SpareKeys],
  exports: [AgentListener, Agents, Enrolment, Hosts, Placement, SpareKeys],
})
export class HostsModule {}
