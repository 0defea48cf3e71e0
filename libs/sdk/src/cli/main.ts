import { containModules } from '@bystack/chain-core/module/contain-modules';
import { endQuietlyUnread } from './end-quietly-unread';
import { run } from './run';

endQuietlyUnread(process.stdout, process.stderr);
// Of a chain that is executed again; on its nodes nothing came of it either.
containModules({ left: () => undefined });
run(process.argv.slice(2), process.env).then((exit) => {
  process.exitCode = exit;
});
