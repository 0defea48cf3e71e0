import { endQuietlyUnread } from './end-quietly-unread';
import { run } from './run';

endQuietlyUnread(process.stdout, process.stderr);
run(process.argv.slice(2), process.env).then((exit) => {
  process.exitCode = exit;
});
