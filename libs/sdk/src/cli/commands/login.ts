import { BystackClient } from '../../client/client';
import { text, type Command } from '../command';
import { LocalError } from '../exit';
import { askSecret } from '../input';
import { DEFAULT_URL, forgetLogin, saveLogin } from '../settings';

const login: Command = {
  name: 'login',
  options: { key: { type: 'string', value: 'KEY', help: 'the API key; asked for when left out (a key on the command line shows in process lists)' } },
  summary: 'keep an API key for later commands',
  details: 'API keys are made in the console under “Organisation”. The key is tried, then kept in ~/.config/bystack/login.json for you alone.',
  async run({ values, environment }) {
    const url = (text(values, 'url') ?? environment.BYSTACK_URL ?? DEFAULT_URL).replace(/\/+$/, '');
    if (!/^https?:\/\/[^/]/.test(url)) throw new LocalError('URL_INVALID', `“${url}” is not an http(s) address.`);
    const apiKey = text(values, 'key') ?? (await askSecret(`API key for ${url}: `));
    const me = await new BystackClient({ url, apiKey }).account.me();
    const file = saveLogin(environment, { url, apiKey });
    return { json: { url, me, file }, text: `Logged in at ${url} as ${me.name} (${me.role} of ${me.organisationName}).` };
  },
};

const logout: Command = {
  name: 'logout',
  summary: 'forget the API key',
  details: 'The key itself stays valid: revoke it with `bystack api-keys revoke` or in the console.',
  async run({ environment }) {
    const existed = forgetLogin(environment);
    return { json: { forgotten: existed }, text: existed ? 'Forgotten.' : 'There was no login.' };
  },
};

const whoami: Command = {
  name: 'whoami',
  summary: 'show who the API key acts for',
  async run(call) {
    const me = await call.client().account.me();
    return { json: me, text: `${me.name}, ${me.role} of ${me.organisationName}` };
  },
};

export const loginCommands = [login, logout, whoami];
