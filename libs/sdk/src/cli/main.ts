import { run } from './run';

run(process.argv.slice(2), process.env).then((exit) => {
  process.exitCode = exit;
});
