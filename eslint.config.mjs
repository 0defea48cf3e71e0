import tseslint from 'typescript-eslint';

/** What may not be called where every machine must get the same answer. */
const banned = [
  ['Date.now', 'time enters as data (block time, event time)'],
  ['Math.random', 'randomness enters as data'],
  ['performance.now', 'time enters as data'],
  ['process.hrtime', 'time enters as data'],
  ['process.nextTick', 'nothing here waits for an event: see docs/adr/0021'],
];
const deterministic = {
  'no-restricted-properties': ['error', ...banned.map(([call, why]) => ({ object: call.split('.')[0], property: call.split('.')[1], message: why }))],
  'no-restricted-globals': ['error', { name: 'setTimeout', message: 'engines and modules own no timers' }, { name: 'setInterval', message: 'no timers here' }, { name: 'setImmediate', message: 'no timers here' }, { name: 'Intl', message: 'depends on the machine' }],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'reads the clock' },
    { selector: "CallExpression[callee.property.name=/^(toLocaleString|localeCompare|toLocaleLowerCase|toLocaleUpperCase|toLocaleDateString|getTimezoneOffset)$/]", message: 'depends on the machine' },
    { selector: "CallExpression[callee.name='parseFloat']", message: 'no floats: amounts are bigint, decimals are strings' },
  ],
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', '**/*.js', 'coverage/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      // Nest's injection reads emitted types: turning imports into type-only ones breaks it silently.
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-console': 'off',
      eqeqeq: 'error',
      'no-eval': 'error',
    },
  },
  {
    files: ['libs/chain-core/src/{primitives,codec,crypto,protocol,state,module,ledger,execution,mempool,consensus}/**/*.ts', 'libs/modules-*/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: deterministic,
  },
);
