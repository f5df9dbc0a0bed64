import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { isPersonal } from '../model/kinds';
import type { NotebookFindings } from '../model/notebookFindings';
import { tell, tellProblem } from '../shell/notices';
import type { IShareLook, IShareResponse } from '../protocol/protocol';
import { askShare, showShared } from './shareDialog';
import type { ICtClient } from '../model/tokens';

/** Names that are tried before one gives up. */
const ATTEMPTS = 100;

/** What sharing needs of its surroundings. */
export interface IShareContext {
  readonly client: ICtClient;
  readonly contents: Contents.IManager;
  readonly trans: TranslationBundle;
  /** Columns of data files that the notebook reads, known to hold personal data. */
  readonly columns: readonly string[];
  /** Open a file. */
  open(path: string): void;
}

/**
 * Save a copy of a notebook without its secrets beside it, under a name that is free.
 *
 * @param path Path of the notebook, with its drive
 * @param shown The notebook as it is in an editor; read from its file where it is in none
 */
export async function shareCopy(
  context: IShareContext,
  path: string,
  shown: INotebookContent | null
): Promise<void> {
  const { client, columns, contents, open, trans } = context;
  let saved: string;
  let answer: IShareResponse;
  try {
    const content = shown ?? (await readNotebook(contents, path));
    const look = await client.shareLook(path, content);
    const choice = await askShare(PathExt.basename(path), look, trans);
    if (!choice) {
      return;
    }
    answer = await client.share({ path, content, ...choice, columns });
    saved = await saveBeside(contents, path, answer.content, trans);
  } catch (error) {
    tellProblem(trans.__('No copy was made.'), error, trans, 'share');
    return;
  }
  const look = await lookAt(context, saved);
  const clean = !!look && look.found.length === 0 && look.suppressed === 0;
  const { variables, personal_taken } = answer.report;
  const people = Object.values(personal_taken).reduce((a, b) => a + b, 0);
  tell(
    'share',
    clean ? 'success' : 'warning',
    [
      trans.__('Saved %1.', PathExt.basename(saved)),
      trans._n(
        '%1 secret taken out.',
        '%1 secrets taken out.',
        variables.length
      ),
      people > 0 &&
        trans._n(
          '%1 place with personal data replaced.',
          '%1 places with personal data replaced.',
          people
        ),
      tellLook(look, trans)
    ]
      .filter(Boolean)
      .join(' '),
    {
      autoClose: 30_000,
      actions: [
        {
          label: trans.__('Open'),
          caption: trans.__('Open the copy'),
          callback: () => open(saved)
        },
        {
          label: trans.__('Report'),
          caption: trans.__('What was removed from the copy'),
          callback: (event: MouseEvent) => {
            event.preventDefault();
            const left = look?.found ?? answer.report.left;
            const report = { ...answer.report, left, clean };
            void showShared(PathExt.basename(saved), report, trans);
          }
        }
      ]
    }
  );
}

/** The columns of data files that a notebook reads which hold personal data. */
export function personalColumns(
  findings: NotebookFindings | null
): readonly string[] {
  const names = (findings?.list() ?? []).flatMap(({ finding }) =>
    finding.part === 'data' && finding.column_name && isPersonal(finding)
      ? [finding.column_name]
      : []
  );
  return [...new Set(names)];
}

/** What a saved copy holds: what is on the disk is what somebody gets. Null where nobody could look. */
async function lookAt(
  { client, contents }: IShareContext,
  path: string
): Promise<IShareLook | null> {
  try {
    return await client.shareLook(path, await readNotebook(contents, path));
  } catch {
    return null; // What nobody could look at is not called clean.
  }
}

/** What a scan of the saved copy found, and what it could not see. */
function tellLook(look: IShareLook | null, trans: TranslationBundle): string {
  if (!look) {
    return trans.__(
      'It could not be scanned: look at the report before you share it.'
    );
  }
  if (look.found.length > 0) {
    const kinds = look.found.map(({ count, title }) => `${title} (${count})`);
    return trans.__('A scan still finds: %1.', kinds.join(', '));
  }
  if (look.suppressed > 0) {
    return trans.__('Look at the report before you share it.');
  }
  return look.looked_for_names
    ? trans.__('A scan of the copy found nothing.')
    : trans.__(
        'A scan of the copy found nothing; names of people were not looked for.'
      );
}

/** The first free name for the copy of a notebook: `a-clean.ipynb`, `a-clean-2.ipynb`, … */
export function copyName(path: string, taken: ReadonlySet<string>): string {
  const extension = PathExt.extname(path);
  const stem = PathExt.basename(path, extension);
  for (let number = 1; number <= ATTEMPTS; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const name = `${stem}-clean${suffix}${extension}`;
    if (!taken.has(name.toLowerCase())) {
      return name;
    }
  }
  return '';
}

async function readNotebook(
  contents: Contents.IManager,
  path: string
): Promise<INotebookContent> {
  const model = await contents.get(path, { type: 'notebook', content: true });
  return model.content as INotebookContent;
}

/** Save a new file; one that is there is never written to. */
async function saveBeside(
  contents: Contents.IManager,
  path: string,
  content: INotebookContent,
  trans: TranslationBundle
): Promise<string> {
  const local = contents.localPath(path);
  const drive = contents.driveName(path);
  // Collaboration has the same files under its own drive, and saves them later than they are asked to.
  const prefix = drive && drive !== 'RTC' ? `${drive}:` : '';
  const folder = PathExt.dirname(local);
  const listed = await contents.get(`${prefix}${folder}`, { content: true });
  const taken = new Set(
    (listed.content as Contents.IModel[]).map(({ name }) => name.toLowerCase())
  );
  let name = copyName(local, taken);
  // Hidden files are not listed, and another program may be as fast.
  while (name && (await exists(contents, `${prefix}${joined(folder, name)}`))) {
    taken.add(name.toLowerCase());
    name = copyName(local, taken);
  }
  if (!name) {
    throw new Error(
      trans.__('There are already too many copies. Delete or rename some.')
    );
  }
  const target = `${prefix}${joined(folder, name)}`;
  await contents.save(target, { type: 'notebook', format: 'json', content });
  return target;
}

function joined(folder: string, name: string): string {
  return folder ? `${folder}/${name}` : name;
}

async function exists(
  contents: Contents.IManager,
  path: string
): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
    return true;
  } catch (error) {
    if (
      error instanceof ServerConnection.ResponseError &&
      error.response.status === 404
    ) {
      return false;
    }
    throw error;
  }
}
