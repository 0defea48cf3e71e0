import { swcOptions } from './scripts/swc-options.mjs';

const esmDependencies = ['@nestjs', 'file-type', 'strtok3', 'token-types', 'uint8array-extras', '@tokenizer', '@borewit', 're2js', '@bufbuild', '@peculiar', 'epcis2.js', '@noble'];

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', swcOptions()] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmDependencies.join('|')})/)`],
  moduleNameMapper: {
    '^@bystack/chain-core/(.*)$': '<rootDir>/libs/chain-core/src/$1',
    '^@bystack/(api|sdk|modules-[a-z]+)$': '<rootDir>/libs/$1/src',
  },
  globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
  globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
  maxWorkers: 2,
  testTimeout: 120_000,
};
