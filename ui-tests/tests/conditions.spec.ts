/**
 * One click, and it keeps running: under each condition that a notebook meets. The points by which the
 * tests are tagged, and what covers each, are in `ui-tests/README.md`.
 */
import type { CtPage } from '../src/ctPage';
import { expect, test } from '../src/fixtures';
import type { INotebook } from '../src/notebooks';
import { code, notebook } from '../src/notebooks';
import { githubToken, password } from '../src/samples';
import {
  autosave,
  delaySaves,
  isDirty,
  outputs,
  replaceAll,
  restart,
  runAll,
  sign,
  startSave,
  warnAgain
} from '../src/steps';

/** Under which the same is done. */
interface ICondition {
  readonly name: string;
  /** What it is called in the table; the first is looked at in every application. */
  readonly tag: string;
  readonly language?: 'r';
  /** Whether the token is set by a magic. */
  readonly magic?: boolean;
  readonly restarted?: boolean;
  readonly slowSave?: boolean;
  readonly autosave?: boolean;
}

const CONDITIONS: readonly ICondition[] = [
  { name: 'as it comes', tag: '@point' },
  { name: 'with %env', tag: '@env', magic: true },
  { name: 'in R', tag: '@r', language: 'r' },
  {
    name: 'in a kernel that was restarted',
    tag: '@restarted',
    restarted: true
  },
  { name: 'with a save that takes 3 s', tag: '@slow-save', slowSave: true },
  { name: 'with a save every 2 s', tag: '@autosave', autosave: true }
];

/** Cells of the notebooks below, from 0. */
const TOKEN = 1;
const PASSWORD = 2;
const CHECK = 3;
const SHOW = 4;
const NOTES = 5;

/** What the checking cell prints: a sum of each value's characters. */
function digestOf(...values: string[]): string {
  const sums = values.map(value =>
    [...value].reduce((sum, each) => sum + each.charCodeAt(0), 0)
  );
  return sums.join('-');
}

/**
 * A token under the name of a variable that the notebook reads itself, and a password in two pieces
 * whose name stands for another value in `.env`.
 */
function notebookFor(
  { language, magic }: ICondition,
  token: string,
  secret: string
): INotebook {
  const [front, back] = [secret.slice(0, 5), secret.slice(5)];
  if (language === 'r') {
    const made = notebook(
      code('x <- 1'),
      code(`Sys.setenv(API_TOKEN = "${token}")`),
      code(`password <- "${secret}"`),
      code(
        'cat(sum(utf8ToInt(Sys.getenv("API_TOKEN"))), sum(utf8ToInt(password)), sep = "-")'
      ),
      code('cat("it is", password)'),
      code('1')
    );
    made.metadata = {
      kernelspec: { display_name: 'R', language: 'R', name: 'ir' },
      language_info: { name: 'R' }
    };
    return made;
  }
  return notebook(
    code(magic ? 'import sys' : 'import os'),
    code(
      magic ? `%env API_TOKEN=${token}` : `os.environ["API_TOKEN"] = "${token}"`
    ),
    code(`password = ("${front}"\n    "${back}")`),
    code(
      'import os\nprint(sum(os.environ["API_TOKEN"].encode()), sum(password.encode()), sep="-")'
    ),
    code('print("it is", password)'),
    code('1')
  );
}

/** Run one cell after the other. */
async function runEach(ct: CtPage, ...indexes: number[]): Promise<void> {
  for (const index of indexes) {
    await ct.run(index);
  }
}

/** Text that a cell has printed. */
function shown(ct: CtPage, index: number) {
  return ct.cell(index).locator('.jp-OutputArea-output').first();
}

for (const condition of CONDITIONS) {
  // A hub has nothing of its own in it.
  const points = ['@p1', '@p2', '@p3', '@p4', '@p5', '@p6', '@p7', '@not-hub'];

  test(
    `replaced, run on, restarted, taken back: ${condition.name}`,
    {
      tag: [condition.tag, ...points]
    },
    async ({ ct }) => {
      test.setTimeout(120_000);
      const [token, secret] = [githubToken(), password(2)];
      const digest = digestOf(token, secret);
      ct.write('PASSWORD=another\n', '.env');
      await ct.open(notebookFor(condition, token, secret));
      const before = await ct.sources();
      await runEach(ct, 0, TOKEN, PASSWORD, CHECK);
      await expect(shown(ct, CHECK)).toHaveText(digest);
      if (condition.restarted) {
        await restart(ct);
      }
      if (condition.autosave) {
        await autosave(ct, 2);
        // Each of them is under way while the next key is pressed.
        await delaySaves(ct, 200);
        await ct.edit(NOTES);
        await ct.page.keyboard.type(' + 123456', { delay: 150 });
      }
      const held = condition.slowSave ? await delaySaves(ct, 3000, 1) : null;
      const saved = condition.slowSave ? startSave(ct) : null;

      await test.step('1 and 6: its own names are accepted, and whole values go', async () => {
        await replaceAll(ct);
        await expect.poll(() => ct.source(PASSWORD)).toContain('PASSWORD_2');
        const written = (await ct.sources()).join('\n');
        for (const piece of [token, secret.slice(0, 5), secret.slice(5)]) {
          expect(written).not.toContain(piece);
        }
        const env = ct.read('.env');
        expect(env).toMatch(/^PASSWORD=another$/m);
        expect(env).toContain(secret);
        expect(env).toMatch(/^API_TOKEN=/m);
      });

      await test.step('4: unsaved until it is in the file', async () => {
        if (condition.autosave) {
          await ct.type(NOTES, ' + 7');
        } else {
          await saved;
          if (held && !ct.server.collaborative) {
            expect(held()).toBe(1);
            expect(ct.read('model.ipynb')).toContain(token);
            expect(await isDirty(ct)).toBe(true);
          }
          await ct.save();
        }
        // JupyterLab waits ten times as long as the last save took.
        const patience = { timeout: 40_000 };
        await expect
          .poll(() => ct.read('model.ipynb'), patience)
          .not.toContain(token);
        await expect.poll(() => isDirty(ct), patience).toBe(false);
        expect(ct.read('model.ipynb')).not.toContain(secret.slice(5));
        expect(ct.read('model.ipynb')).toContain('PASSWORD_2');
        if (condition.autosave) {
          expect(ct.read('model.ipynb')).toContain(' + 123456 + 7');
        }
      });

      await test.step('2: the next cell runs, without the imports', async () => {
        await ct.execute('notebook:clear-all-cell-outputs');
        // The cell that set the token has nothing left to do: the first loads `.env`.
        const first = condition.restarted ? [0] : [];
        await runEach(ct, ...first, PASSWORD, CHECK);
        await expect(shown(ct, CHECK)).toHaveText(digest);
      });

      await test.step('7: what prints it is marked, and one click takes it out', async () => {
        await ct.run(SHOW);
        await expect.poll(() => outputs(ct, SHOW)).toContain(secret);
        const note = ct.cell(SHOW).locator('.ct-Prints');
        await expect(note).toContainText('This output prints PASSWORD_2.');
        await note.getByRole('button', { name: 'Take it out' }).click();
        await expect(note).toHaveCount(0);
        expect(await outputs(ct, SHOW)).toContain(
          'it is <REDACTED:PASSWORD_2>'
        );
      });

      await test.step('3: it runs from the top after a restart', async () => {
        await ct.execute('notebook:clear-all-cell-outputs');
        await restart(ct);
        await runAll(ct);
        await expect(shown(ct, CHECK)).toHaveText(digest);
      });

      await test.step('5: one Ctrl+Z takes all of it back', async () => {
        await ct.editor(PASSWORD).click();
        await ct.page.keyboard.press('Control+z');
        const typed = condition.autosave ? '1 + 123456 + 7' : '1';
        await expect
          .poll(() => ct.sources())
          .toEqual([...before.slice(0, NOTES), typed]);
        await expect.poll(() => ct.read('.env')).toBe('PASSWORD=another\n');
        await ct.execute('notebook:clear-all-cell-outputs');
        await restart(ct);
        await runAll(ct);
        await expect(shown(ct, CHECK)).toHaveText(digest);
      });
    }
  );

  if (condition.tag === '@point') {
    continue; // `refuse.spec.ts` has it
  }

  test(
    `a refused save does not interrupt: ${condition.name}`,
    {
      tag: [condition.tag, '@p12']
    },
    async ({ ct }) => {
      await ct.open(notebookFor(condition, githubToken(), password(2)));
      await ct.setOnSave('block');
      try {
        if (condition.restarted) {
          await restart(ct);
        }
        await delaySaves(ct, condition.slowSave ? 3000 : 0);
        const refused = ct.page.waitForResponse(
          response =>
            response.request().method() === 'PUT' && response.status() >= 400
        );
        await autosave(ct, 2);
        await ct.edit(NOTES);
        await ct.page.keyboard.type(' + 2', { delay: 100 });
        await refused;
        await ct.page.keyboard.type(' + 3', { delay: 100 });
        await expect(sign(ct)).toHaveText('Not saved: 2 secrets');
        expect(await ct.source(NOTES)).toBe('1 + 2 + 3');
        await expect(ct.editor(NOTES)).toBeFocused();
        await expect(ct.dialog).toHaveCount(0);
        await expect(ct.toasts).toHaveCount(0);

        await replaceAll(ct);
        await expect(sign(ct)).toHaveCount(0, { timeout: 40_000 });
        await expect
          .poll(() => ct.read('model.ipynb'), { timeout: 40_000 })
          .toContain('1 + 2 + 3');
      } finally {
        await warnAgain(ct);
      }
    }
  );
}
