import { execFileSync } from 'node:child_process';
import { quoted } from './quoted';

it.each(['Mill', 'a b', "it's", "'; echo gone; '", '$(echo gone)', '`echo gone`', '{"a":"\'\\\'"}', '-rf', '磨坊\nx', ''])('a shell takes %j as one word, and runs nothing of it', (word) => {
  expect(execFileSync('/bin/sh', ['-c', `printf '[%s]' ${quoted(word)}`], { encoding: 'utf8' })).toBe(`[${word}]`);
});
