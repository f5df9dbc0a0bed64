import type { ISharedNotebook } from '@jupyter/ydoc';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { traitsOf } from '../model/documentTraits';
import { isBusy, setEnvironment } from '../actions/kernel';
import type { NotebookFindings } from '../model/notebookFindings';
import { tellProblem } from '../shell/notices';
import type {
  IReceipt,
  IRedactRequest,
  IRedactResponse
} from '../protocol/protocol';
import { RequestError } from '../server/request';
import type { ICtClient } from '../model/tokens';
import type { IApplied } from './apply';
import { applyPlan } from './apply';
import type { ISnapshot } from './snapshot';
import { Replacement } from './replacement';
import { snapshotOf } from './snapshot';
import { undoReplacement } from './undo';

/** What a replacement needs of its surroundings. */
export interface IRedactContext {
  readonly client: ICtClient;
  readonly trans: TranslationBundle;
  language(notebook: ISharedNotebook): string;
}

/** What is to be replaced, and where the values go. */
export type RedactWish = Omit<
  IRedactRequest,
  | 'checkpoints'
  | 'content'
  | 'dry_run'
  | 'imports'
  | 'kind'
  | 'language'
  | 'path'
>;

/** The same wish once more, with the names that were given. */
export function sameAgain(
  wish: RedactWish,
  { answer }: Pick<IRedacted, 'answer'>
): RedactWish {
  const named = answer.variables.filter(({ fingerprint }) => fingerprint);
  return {
    ...wish,
    names: Object.fromEntries(
      named.map(({ fingerprint, name }) => [fingerprint, name])
    )
  };
}

/** What was done. The values are not part of it. */
export interface IRedacted {
  readonly answer: Omit<IRedactResponse, 'values' | 'receipt'>;
  readonly applied: IApplied;
  /** What can be taken back. */
  readonly replacement: Replacement;
  /** Takes all of it back. */
  readonly undo: () => Promise<void>;
  /** Whether the running kernel knows the variables. */
  readonly inKernel: boolean;
  /** Whether it will only once it is done with what it is at. */
  readonly isKernelBusy?: boolean;
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
    ...traitsOf(findings.notebook).request,
    checkpoints: true
  };
}

/**
 * Store the values of a notebook, put lookups and placeholders in their place, and set the
 * variables in the running kernel. Where that fails the user is told.
 *
 * @param isExpected Whether the caller itself deals with a refusal, by the server's reason
 * @returns What was done, or null where it was not
 */
export async function redact(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  wish: RedactWish,
  isExpected: (reason: string) => boolean = () => false
): Promise<IRedacted | null> {
  const { trans } = context;
  try {
    return await tryRedact(context, panel, findings, wish);
  } catch (error) {
    if (!(error instanceof RequestError && isExpected(error.reason))) {
      tellProblem(trans.__('Not replaced.'), error, trans, 'replacement');
    }
    return null;
  }
}

/**
 * Like `redact`, for callers that show themselves why it fails.
 *
 * @param isWanted Whether the user still waits for it when the server has answered
 * @throws RequestError where the server refuses, an error with a message where a cell changed
 */
export async function tryRedact(
  context: IRedactContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  wish: RedactWish,
  isWanted: () => boolean = () => true
): Promise<IRedacted> {
  const { client, trans } = context;
  const snapshot = snapshotOf(findings.notebook);
  const request = redactRequest(context, panel, findings, snapshot, wish);
  const response: IRedactResponse = await client.redact({
    ...request,
    dry_run: false
  });
  const { values, receipt, ...answer } = response;
  const applied =
    isWanted() && !findings.isDisposed
      ? applyPlan(findings.notebook, snapshot, answer)
      : null;
  if (!applied) {
    await forget(context, panel, receipt);
    throw new Error(
      findings.isDisposed
        ? trans.__('The notebook was closed meanwhile.')
        : trans.__('A cell changed meanwhile, so all were left: try again.')
    );
  }
  findings.keep(applied.kept);
  const needed = answer.variables.filter(variable => variable.needed);
  const replacement = new Replacement({
    notebook: findings.notebook,
    cells: applied.cells,
    kept: applied.kept,
    receipt,
    count: answer.variables.length,
    names: needed.map(({ name }) => name),
    before: new Map(
      snapshot.cells.map((cell, index) => [
        cell.getId(),
        String(snapshot.content.cells[index].source)
      ])
    ),
    cleaned: answer.files.flatMap(({ error, path: file }) =>
      error ? [] : [file]
    )
  });
  findings.replacements.add(replacement);
  const path = () => panel.context.path;
  const undo = () =>
    undoReplacement({ client, trans, path }, findings, replacement);
  replacement.undoneInCell.connect(() => void undo());
  const inKernel = await tellKernel(
    panel,
    Object.fromEntries(needed.map(({ name }) => [name, values[name]])),
    answer.imports
  );
  const kernel = panel.sessionContext.session?.kernel;
  const isKernelBusy = inKernel && !!kernel && isBusy(kernel);
  return { answer, applied, replacement, undo, inKernel, isKernelBusy };
}

/** Nothing reads what was stored: take it out again. A failure leaves it where it does no harm. */
async function forget(
  { client }: IRedactContext,
  panel: NotebookPanel,
  receipt: IReceipt | null
): Promise<void> {
  if (receipt) {
    const { path } = panel.context;
    await client
      .undo({ path, receipts: [receipt], keep: [] })
      .catch(() => undefined);
  }
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
