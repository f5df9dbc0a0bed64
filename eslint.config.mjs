import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-plugin-prettier/recommended';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '.venv*/**',
      '.yarn/**',
      'coverage/**',
      'ct_jupyter/**',
      'demo/**',
      'lib/**',
      '**/node_modules/**',
      'ui-tests/playwright-report/**',
      'ui-tests/test-results/**'
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  { plugins: { jupyter } },
  ...jupyter.configs.recommended,
  prettier,
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        project: 'tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      // Command ids live in a namespace and tokens share the name of their interface, as in Lab.
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/no-redeclare': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_' }
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'no-console': 'error',
      'prefer-arrow-callback': 'error'
    }
  },
  {
    files: ['src/index.ts', 'src/project/plugins.ts'],
    rules: {
      // All of it is 60 KB, and is needed as soon as the first notebook opens.
      'jupyter/prefer-lazy-imports': 'off'
    }
  },
  {
    files: ['src/__tests__/**'],
    rules: {
      // A test says things to a mock that no user reads, and lets the process clean up.
      'jupyter/no-untranslated-string': 'off',
      'jupyter/require-disposable-ownership': 'off',
      'jupyter/require-signal-cleanup': 'off',
      'no-console': ['error', { allow: ['warn'] }]
    }
  },
  {
    files: ['ui-tests/**'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_' }
      ],
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'no-console': 'error'
    }
  },
  {
    // Functions in it are run by the browser.
    files: ['benchmarks/**/*.mjs'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } }
  },
  {
    files: ['*.js', '*.mjs', '**/*.cjs'],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' }
  }
);
