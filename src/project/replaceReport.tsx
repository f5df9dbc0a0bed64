/**
 * What became of a replacement in many files.
 */
import type { Notification } from '@jupyterlab/apputils';
import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { tell } from '../shell/notices';
import type { IPutBack, StoreKind } from '../protocol/protocol';
import { kindOf } from '../redact/choices';

/** What became of one file. */
export interface IOutcome {
  readonly path: string;
  readonly copies: number;
  /** Why it stays as it is; null where it does not. */
  readonly error: string | null;
}

/** What was done. */
export interface IReport {
  readonly outcome: readonly IOutcome[];
  /** What is left to do. */
  readonly notes: readonly string[];
  readonly store: StoreKind;
}

/** Whether a file of the user's own was changed: a checkpoint is part of its notebook. */
export function isChanged({ copies, error, path }: IOutcome): boolean {
  return !error && copies > 0 && !path.includes('.ipynb_checkpoints/');
}

/** Say what was done, with Undo and the details. */
export function tellReplaced(
  report: IReport,
  replacer: { undo(): Promise<void> },
  trans: TranslationBundle
): void {
  const { notes, outcome, store } = report;
  const failed = outcome.filter(({ error }) => error);
  const changed = outcome.filter(isChanged);
  const done = {
    env: trans._n(
      'Secrets of %1 file moved to .env.',
      'Secrets of %1 files moved to .env.',
      changed.length
    ),
    keyring: trans._n(
      'Secrets of %1 file moved to the keyring.',
      'Secrets of %1 files moved to the keyring.',
      changed.length
    ),
    none: trans._n(
      'Secrets taken out of %1 file.',
      'Secrets taken out of %1 files.',
      changed.length
    ),
    // The notes say what is to be entered where.
    platform: trans._n(
      'Secrets of %1 file moved to .env, to be entered where it runs.',
      'Secrets of %1 files moved to .env, to be entered where they run.',
      changed.length
    )
  }[kindOf(store)];
  const left =
    failed.length > 0
      ? trans._n(
          '%1 file could not be changed.',
          '%1 files could not be changed.',
          failed.length
        )
      : '';
  const actions: Notification.IAction[] = [
    {
      label: trans.__('Undo'),
      caption: trans.__(
        'Put the files back as they were; also in the panel, until the page is closed'
      ),
      callback: () => void replacer.undo()
    },
    {
      label: trans.__('Details'),
      caption: trans.__('What became of each file'),
      callback: (event: MouseEvent) => {
        // Undo stays within reach.
        event.preventDefault();
        void showOutcome(trans.__('Secrets replaced'), outcome, notes, trans);
      }
    }
  ];
  const options = { autoClose: 30_000 as const, actions };
  if (left) {
    tell('project', 'warning', `${done} ${left}`, {
      ...options,
      autoClose: false
    });
  } else {
    tell('project', 'success', done, options);
  }
}

/** Say what was put back. */
export function tellPutBack(
  files: readonly IPutBack[],
  documents: number,
  trans: TranslationBundle
): void {
  const left = files.filter(({ error }) => error);
  const back = files.length - left.length + documents;
  const said = trans._n('%1 file put back.', '%1 files put back.', back);
  if (left.length === 0) {
    tell('project', 'info', said, { autoClose: 8000 });
    return;
  }
  const not = trans._n(
    '%1 file was left as it is.',
    '%1 files were left as they are.',
    left.length
  );
  tell('project', 'warning', `${said} ${not}`, {
    autoClose: false,
    actions: [
      {
        label: trans.__('Details'),
        caption: trans.__('What became of each file'),
        callback: () =>
          void showOutcome(
            trans.__('Put back'),
            files.map(file => ({ ...file, copies: 0 })),
            [],
            trans
          )
      }
    ]
  });
}

async function showOutcome(
  title: string,
  outcome: readonly IOutcome[],
  notes: readonly string[],
  trans: TranslationBundle
): Promise<void> {
  const body = ReactWidget.create(
    <Outcome outcome={outcome} notes={notes} trans={trans} />
  );
  body.addClass('ct-Report');
  await showDialog({
    title,
    body,
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

function Outcome({
  notes,
  outcome,
  trans
}: {
  outcome: readonly IOutcome[];
  notes: readonly string[];
  trans: TranslationBundle;
}): JSX.Element {
  const failed = outcome.filter(({ error }) => error);
  const fine = outcome.filter(({ error }) => !error);
  return (
    <>
      {failed.length > 0 && (
        <>
          <h3>{trans.__('Left as they are')}</h3>
          <ul>
            {failed.map(({ error, path }) => (
              <li key={path}>
                <code>{path}</code> {error}
              </li>
            ))}
          </ul>
        </>
      )}
      {fine.length > 0 && (
        <>
          <h3>{trans.__('Changed')}</h3>
          <ul>
            {fine.map(({ copies, path }) => (
              <li key={path}>
                <code>{path}</code>{' '}
                {copies > 0 && trans._n('%1 place', '%1 places', copies)}
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3>{trans.__('Left for you to do')}</h3>
          <ul>
            {notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
