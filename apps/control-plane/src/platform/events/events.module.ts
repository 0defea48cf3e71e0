import { Global, Module } from '@nestjs/common';
import { Changes } from './changes';
import { LiveStreams } from './live-streams';

@Global()
@Module({ providers: [Changes, LiveStreams], exports: [Changes, LiveStreams] })
export class EventsModule {}
