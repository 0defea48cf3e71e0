import { placeholdersIn } from './placeholders';

test.each<[unknown, readonly string[]]>([
  ['{organisation.key}', ['{organisation.key}']],
  [['a', '{organisation.key}', '{organisation.key}'], ['{organisation.key}']],
  [{ admins: [], members: [{ name: '{organisation.name}', key: '{organisation.key}' }] }, ['{organisation.name}', '{organisation.key}']],
  ['a {organisation.key}', []],
  ['toString', []],
  [null, []],
  [undefined, []],
])('in %j stand %j', (value, found) => expect(placeholdersIn(value as never)).toEqual(found));
