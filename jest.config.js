const jestJupyterLab = require('@jupyterlab/testutils/lib/jest-config');

const esModules = [
  '@codemirror',
  '@jupyter/',
  '@jupyterlab/',
  '@lezer',
  '@marijn',
  '@microsoft',
  '@rjsf',
  '@tanstack',
  'crelt',
  'exenv-es6',
  'lib0',
  'nanoid',
  'style-mod',
  'vscode-ws-jsonrpc',
  'w3c-keyname',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

const preset = jestJupyterLab(__dirname);

module.exports = {
  ...preset,
  setupFiles: [...preset.setupFiles, '<rootDir>/src/__tests__/quiet.ts'],
  automock: false,
  // `scripts/coverage_floor.py` reads what is reached.
  coverageReporters: ['text-summary', 'json-summary'],
  // The virtual environments hold packages of their own, with names that clash.
  roots: ['<rootDir>/src'],
  testRegex: 'src/.*\\.spec\\.tsx?$',
  transformIgnorePatterns: [`/node_modules/(?!(${esModules}).*)`]
};
