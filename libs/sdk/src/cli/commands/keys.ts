import type { Role } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { newKey, saveKey } from '../../signing/key';
import { text, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { table, when } from '../table';

const fresh: Command = {
  name: 'keys new',
  options: { out: { type: 'string', short: 'o', value: 'FILE', help: 'where to write it (0600; never overwritten)' } },
  summary: 'make a signing key on this machine',
  async run({ values }) {
    const file = text(values, 'out');
    if (!file) throw new UsageError('--out is missing: say where to write the key.');
    const key = newKey();
    try {
      saveKey(file, key);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new LocalError('KEY_NOT_WRITTEN', code === 'EEXIST' ? `${file} exists; a key is never overwritten.` : `${file} cannot be written (${code}).`);
    }
    const publicKey = toHex(key.publicKey);
    return { json: { file, publicKey }, text: `${file}\npublic key ${publicKey}` };
  },
};

const create: Command = {
  name: 'api-keys create',
  arguments: ['NAME'],
  options: { role: { type: 'string', value: 'ROLE', help: 'owner, operator, clerk or auditor (default clerk)' } },
  summary: 'make an API key for a program',
  async run(call) {
    const role = (text(call.values, 'role') ?? 'clerk') as Role;
    const created = await call.client().account.createApiKey({ name: call.arguments.NAME, role });
    return { json: created, text: `${created.key}\n\nShown only now. Id ${created.id}, role ${created.role}.` };
  },
};

const list: Command = {
  name: 'api-keys list',
  summary: 'list API keys',
  async run(call) {
    const page = await call.client().account.apiKeys();
    const rows = page.items.map((key) => [key.name, key.role, key.prefix, when(key.createdAtMs), when(key.lastUsedAtMs), key.id]);
    return { json: page.items, text: table(['NAME', 'ROLE', 'BEGINS WITH', 'MADE', 'LAST USED', 'ID'], rows) };
  },
};

const revoke: Command = {
  name: 'api-keys revoke',
  arguments: ['ID'],
  summary: 'make an API key worthless',
  async run(call) {
    await call.client().account.revokeApiKey(call.arguments.ID);
    return { json: { revoked: call.arguments.ID }, text: 'Revoked.' };
  },
};

export const keyCommands = [fresh, create, list, revoke];
