import type { ISharedNotebook } from '@jupyter/ydoc';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { setEnvironment } from '../kernel';
import type { NotebookFindings } from '../notebookFindings';
import { tellProblem } from '../notices';
import type { IRedactRequest, IRedactResponse } from '../protocol';
import type { ICtClient } from '../tokens';
import type { IApplied } from './apply';
import { applyPlan } from './apply';
import type { ISnapshot } from './snapshot';
import { snapshotOf } from './snapshot';

/** What a replacement needs of its surroundings. */
export interface IRedactContext {
  readonly client: ICtClient;
  readonly trans: TranslationBundle;
  language(notebook: ISharedNotebook): string;
}

/** What is to be replaced, and where the values go. */
export type RedactWish = Omit<
  IRedactRequest,
  'path' | 'content' | 'language' | 'checkpoints' | 'dry_run'
>;

/** What was done. The values are not part of it. */
export interface IRedacted {
  readonly answer: Omit<IRedactResponse, 'values'>;
  readonly applied: IApplied;
  /** Whether the running kernel knows the variables. */
  readonly inKernel: boolean;
}

/** The request for a notebook as it was at one moment. */
export function redactRequest(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  snapshot: ISnapshot,
  wish: RedactWish
): Omit<IRedactRequest, 'dry_run'> {
  return {
    ...wish,
    // With its drive: the server refuses those that it has no files of.
    path: panel.context.path,
    content: snapshot.content,
    language: context.language(findings.notebook),
    checkpoints: true
  };
}

/**
 * Store the values of a notebook, put lookups and placeholders in their place, and set the
 * variables in the running kernel. Where that fails the user is told.
 *
 * @returns What was done, or null where it was not
 */
export async function redact(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  wish: RedactWish
): Promise<IRedacted | null> {
  const { client, trans } = context;
  const snapshot = snapshotOf(findings.notebook);
  const request = redactRequest(context, panel, findings, snapshot, wish);
  let response: IRedactResponse;
  try {
    response = await client.redact({ ...request, dry_run: false });
  } catch (error) {
    tellProblem(trans.__('Not replaced.'), error, trans);
    return null;
  }
  const { values, ...answer } = response;
  const applied = applyPlan(findings.notebook, snapshot, answer);
  if (!applied) {
    const why =
      wish.store === 'none'
        ? trans.__('A cell changed meanwhile, so all were left: try again.')
        : trans.__(
            'A cell changed meanwhile, so all were left as they are. What was stored stays stored: try again.'
          );
    tellProblem(trans.__('Not replaced.'), why, trans);
    return null;
  }
  findings.keep(applied.kept);
  const needed = answer.variables.filter(variable => variable.needed);
  const inKernel = await tellKernel(
    panel,
    Object.fromEntries(needed.map(({ name }) => [name, values[name]])),
    answer.imports
  );
  return { answer, applied, inKernel };
}

/** The values go no further than this function. */
async function tellKernel(
  panel: NotebookPanel,
  values: Readonly<Record<string, string>>,
  imports: readonly string[]
): Promise<boolean> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || Object.keys(values).length === 0) {
    return false;
  }
  try {
    return await setEnvironment(kernel, values, imports);
  } catch {
    return false;
  }
}
