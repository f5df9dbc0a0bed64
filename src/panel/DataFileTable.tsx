import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { percentOf, shareOf } from '../model/columnShare';
import type { ILocated } from '../model/notebookFindings';
import type {
  ColumnAction,
  IColumnShare,
  IDataFile
} from '../protocol/protocol';
import { severityLabel } from '../protocol/severity';
import { usePanel } from './context';
import { GitignoreButton } from './GitignoreButton';

/** Properties of `DataFileTable`. */
export interface IDataFileTableProps {
  /** Of the file, relative to the root of the server. */
  readonly path: string;
  /** What was found in it, one for each column and kind. */
  readonly located: readonly ILocated[];
  /** Where the code reads or writes it; null where that is not known. */
  readonly read: IDataFile | null;
}

const ACTIONS: readonly ColumnAction[] = ['drop', 'mask', 'hash', 'fake'];

/**
 * The columns of one data file with the share of rows that hold personal data, and what to do.
 */
export function DataFileTable({
  located,
  path,
  read
}: IDataFileTableProps): JSX.Element {
  const { actions, findings: store, trans } = usePanel();
  const [left, setLeft] = React.useState<ReadonlySet<string>>(new Set());
  const chosen = located.filter(({ key }) => !left.has(key));
  const treatable = (read?.treatable ?? false) && chosen.length > 0;
  const cell = store.current?.position(located[0].cell);
  const toggle = (key: string) => {
    const next = new Set(left);
    if (!next.delete(key)) {
      next.add(key);
    }
    setLeft(next);
  };
  return (
    <div className="ct-DataFile" data-path={path}>
      <table className="ct-Columns">
        <caption>
          <strong title={path}>
            {besideNotebook(path, located[0].finding.path)}
          </strong>{' '}
          {read?.writes
            ? trans.__('written in cell %1', cell ?? '?')
            : trans.__('read in cell %1', cell ?? '?')}
        </caption>
        <thead>
          <tr>
            <th scope="col">{trans.__('Column')}</th>
            <th scope="col">{trans.__('Holds')}</th>
            <th scope="col">{trans.__('Rows')}</th>
          </tr>
        </thead>
        <tbody>
          {located.map(each => {
            const { finding, key } = each;
            const column = finding.column as IColumnShare;
            const name = finding.column_name ?? trans.__('(no name)');
            return (
              <tr key={key} data-severity={finding.severity}>
                <th scope="row">
                  <input
                    type="checkbox"
                    checked={!left.has(key)}
                    aria-label={trans.__('Treat %1', name)}
                    onChange={() => toggle(key)}
                  />
                  <button
                    type="button"
                    className="ct-Link"
                    title={trans.__('Go to the cell')}
                    onClick={() => void actions.goTo(each)}
                  >
                    {column.table ? `${column.table}.${name}` : name}
                  </button>
                </th>
                <td>
                  <span
                    className="ct-Badge"
                    data-severity={finding.severity}
                    title={severityLabel(finding.severity, trans)}
                  >
                    <span className="ct-mod-unseen">
                      {severityLabel(finding.severity, trans)}
                    </span>
                  </span>{' '}
                  {finding.title}
                  {column.special && (
                    <span
                      className="ct-Special"
                      title={trans.__(
                        'A special category of personal data (GDPR, Article 9)'
                      )}
                    >
                      {trans.__('special category')}
                    </span>
                  )}
                  {finding.confidence === 'low' && finding.note && (
                    <small>{finding.note}</small>
                  )}
                </td>
                <td className="ct-Columns-share">
                  <span
                    className="ct-Bar"
                    aria-hidden="true"
                    style={
                      {
                        '--ct-share': shareOf(column)
                      } as React.CSSProperties
                    }
                  />
                  <span title={column.guarantee ?? undefined}>
                    {percentOf(column)}
                  </span>
                  <small>
                    {trans.__(
                      '%1 of %2',
                      column.hits.toLocaleString(),
                      column.rows.toLocaleString()
                    )}
                  </small>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {guarantees(located).map(text => (
        <p key={text} className="ct-DataFile-note">
          {text}
        </p>
      ))}
      <div
        className="ct-DataFile-actions"
        role="group"
        aria-label={trans.__('What to do about %1', path)}
      >
        {read?.treatable &&
          ACTIONS.map(action => (
            <button
              key={action}
              type="button"
              className="ct-Button"
              disabled={!treatable}
              title={actionTitle(action, trans)}
              onClick={() => void actions.treatColumns(read, chosen, action)}
            >
              {actionLabel(action, trans)}
            </button>
          ))}
        <button
          type="button"
          className="ct-Button"
          disabled={chosen.length === 0}
          title={trans.__(
            'Remove the values of the selected columns from the outputs of this notebook'
          )}
          onClick={() => void actions.scrubColumns(chosen)}
        >
          {trans.__('Scrub outputs')}
        </button>
        <GitignoreButton path={path} />
      </div>
    </div>
  );
}

/** A path as the notebook would write it, where the file lies beside or below it. */
function besideNotebook(path: string, notebook: string): string {
  const folder = notebook.slice(0, notebook.lastIndexOf('/') + 1);
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** What samples leave open, each once. */
function guarantees(located: readonly ILocated[]): readonly string[] {
  return [
    ...new Set(
      located.flatMap(({ finding }) => finding.column?.guarantee ?? [])
    )
  ];
}

function actionLabel(action: ColumnAction, trans: TranslationBundle): string {
  switch (action) {
    case 'drop':
      return trans.__('Drop');
    case 'mask':
      return trans.__('Mask');
    case 'hash':
      return trans.__('Hash');
    case 'fake':
      return trans.__('Replace with fakes');
  }
}

function actionTitle(action: ColumnAction, trans: TranslationBundle): string {
  switch (action) {
    case 'drop':
      return trans.__(
        'Insert a cell that drops the selected columns, and remove their values from the outputs'
      );
    case 'mask':
      return trans.__(
        'Insert a cell that masks the selected columns, and remove their values from the outputs'
      );
    case 'hash':
      return trans.__(
        'Insert a cell that hashes the selected columns with a key (joins still work), and remove their values from the outputs'
      );
    case 'fake':
      return trans.__(
        'Insert a cell that replaces the values with made-up ones of the same format (joins still work), and remove their values from the outputs'
      );
  }
}
