/**
 * The key of hashes and fakes: the running kernel is given one that was made, and it is taken back
 * with the cell that it was made for.
 */
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { hasModule, hasVariable, setEnvironment } from './kernel';
import type { NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import type { IDataCellResponse } from '../protocol/protocol';
import type { ICtClient } from '../model/tokens';

/** What the remedies work with. */
export interface IRemedyContext {
  readonly client: ICtClient;
  /** Language of the notebook's kernel. */
  readonly language: string;
  /** The notebook as it is shown: its kernel is asked what it has, and given the key. */
  readonly panel?: NotebookPanel | null;
  readonly trans: TranslationBundle;
}

/** Variable that holds the key of hashes and fakes. */
const KEY = 'PSEUDONYM_KEY';

/** Length of the shortest key, as the server has it. */
const KEY_LENGTH = 16;

/** Module that the cells import from. */
const MODULE = 'ct_jupyter.pseudonyms';

/** In a cell that goes by the key: the module, the file that stands in for it, or the variable. */
const NEEDS_KEY = new RegExp(`pseudonyms|${KEY}`);

/** What the running kernel has of what the cells need; without one it is taken to have our package. */
export async function kernelHas(kernel: Kernel.IKernelConnection | null) {
  if (!kernel) {
    return { has_key: false, has_package: true, load: 'dotenv' } as const;
  }
  const [key, ours, dotenv] = await Promise.all([
    hasVariable(kernel, KEY, KEY_LENGTH),
    hasModule(kernel, MODULE),
    hasModule(kernel, 'dotenv')
  ]);
  return {
    has_key: key === true,
    has_package: ours !== false,
    load: dotenv === false ? 'none' : 'dotenv'
  } as const;
}

/**
 * Give the running kernel the key, and say where it lies. The value goes no further.
 *
 * @returns Whether the kernel had none, and was given it
 */
export async function tellKey(
  kernel: Kernel.IKernelConnection | null,
  { helper, key }: IDataCellResponse,
  trans: TranslationBundle
): Promise<boolean> {
  if (helper && helper.state !== 'present') {
    tell(
      'key',
      'info',
      trans.__(
        'This kernel has no ct_jupyter: %1 beside the notebook stands in for it. Keep it with the notebook.',
        helper.path
      ),
      { autoClose: 15_000 }
    );
  }
  if (!key) {
    return false;
  }
  const hasOne =
    kernel !== null &&
    (await hasVariable(kernel, key.name, KEY_LENGTH)) === true;
  const wasGiven =
    kernel !== null &&
    !hasOne &&
    (await setEnvironment(kernel, { [key.name]: key.value }));
  if (key.store) {
    const where = trans.__(
      '%1, a new secret key for hashes and fakes, was saved in %2.',
      key.name,
      key.store.path
    );
    const known =
      hasOne || wasGiven
        ? trans.__('The running kernel has it.')
        : trans.__('Load .env before you run the cell.');
    tell('key', 'info', `${where} ${known}`, { autoClose: 15_000 });
  }
  return wasGiven;
}

/** Take a key that was made for a cell out again, unless another cell needs it. */
export async function takeKeyBack(
  { client, panel, trans }: IRemedyContext,
  { notebook }: NotebookFindings,
  { key }: IDataCellResponse,
  gaveKey: boolean
): Promise<void> {
  const isNeeded = notebook.cells.some(cell =>
    NEEDS_KEY.test(cell.getSource())
  );
  if (!key?.receipt || isNeeded) {
    return;
  }
  try {
    const path = panel?.context.path ?? '';
    const receipts = [key.receipt];
    const { taken_back } = await client.undo({ path, receipts, keep: [] });
    const left = taken_back.filter(({ state }) => state === 'changed');
    if (left.length > 0) {
      tell(
        'key',
        'warning',
        trans.__(
          'Changed since and left: %1.',
          left.map(each => each.path).join(', ')
        ),
        { autoClose: false }
      );
    }
    const kernel = panel?.sessionContext.session?.kernel;
    if (kernel && gaveKey) {
      // Else the next cell would go by a key that no file has.
      await setEnvironment(kernel, { [key.name]: '' });
    }
  } catch (error) {
    tellProblem(
      trans.__('The key %1 stays stored.', key.name),
      error,
      trans,
      'key'
    );
  }
}
