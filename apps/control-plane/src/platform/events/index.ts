export * from './changes';
export * from './event-stream';
export * from './events.module';
export * from './live-streams';
