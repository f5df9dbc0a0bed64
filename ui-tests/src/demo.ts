/** The demonstration notebooks, made once per run. */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

import { folderOf, python, REPOSITORY } from './servers';

/** Folder with `churn_model.ipynb`, `clean.ipynb` and `large.ipynb`. */
export function demoFolder(): string {
  const folder = path.join(folderOf('lab'), '..', 'demo');
  fs.mkdirSync(folder, { recursive: true });
  const script = path.join(REPOSITORY, 'scripts', 'demo_notebooks.py');
  execFileSync(python(), [script, folder, '--large'], { cwd: REPOSITORY });
  return folder;
}
