import { PassThrough } from 'node:stream';
import { endQuietlyUnread } from './end-quietly-unread';

test('a reader that is gone is no fault; whatever else goes wrong is', () => {
  const output = new PassThrough();
  const failWith = (code: string) => () => output.emit('error', Object.assign(new Error(code), { code }));
  expect(failWith('EPIPE')).toThrow('EPIPE'); // Nobody listens yet.
  endQuietlyUnread(output);
  expect(failWith('EPIPE')).not.toThrow();
  expect(failWith('EIO')).toThrow('EIO');
});
