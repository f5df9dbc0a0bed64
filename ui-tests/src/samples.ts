/** Made-up secrets: none stands in the repository, so the package's own generator is asked. */
import { execFileSync } from 'child_process';
import * as path from 'path';

import { python, REPOSITORY } from './servers';

const made = new Map<string, string>();

/**
 * A made-up secret.
 *
 * @param kind Weakness id of a rule, or a template such as `{password:10}`
 * @param seed Another seed, another secret: 0 to 9
 */
export function sample(kind: string, seed = 0): string {
  const key = `${kind} ${seed}`;
  if (!made.has(key)) {
    const script = path.join(REPOSITORY, 'ui-tests', 'samples.py');
    const output = execFileSync(python(), [script, kind], {
      cwd: REPOSITORY,
      encoding: 'utf8'
    });
    const values = (JSON.parse(output) as Record<string, string[]>)[kind];
    values.forEach((value, index) => made.set(`${kind} ${index}`, value));
  }
  return made.get(key)!;
}

/** A password as a person chooses it. */
export function password(seed = 0): string {
  return sample('{password:10}', seed);
}

/** A GitHub token, whose checksum makes its finding certain. */
export function githubToken(seed = 0): string {
  return sample('secret.github.token', seed);
}
