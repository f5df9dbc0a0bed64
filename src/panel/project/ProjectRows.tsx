import { PathExt } from '@jupyterlab/coreutils';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IFinding } from '../../protocol/protocol';
import type { IShownFile } from '../../project/rows';
import { below } from '../../project/rows';
import { SEVERITIES, severityLabel } from '../../protocol/severity';
import { usePanel } from '../context';
import { placeInNotebook } from '../location';

/** Properties of `FileRow`. */
export interface IFileRowProps {
  readonly file: IShownFile;
  /** What is scanned. */
  readonly folder: string;
  /** Whether its controls are reached by Tab: one row at a time is. */
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (takes: boolean) => void;
  readonly onFold: () => void;
  readonly onOpen: () => void;
}

/** One file with the number of its findings by severity. */
export function FileRow(props: IFileRowProps): JSX.Element {
  const { file, isActive, isChosen, isOpen } = props;
  const { trans } = usePanel();
  const tabIndex = isActive ? 0 : -1;
  const name = PathExt.basename(file.path);
  const folder = PathExt.dirname(below(file.path, props.folder));
  const Caret = isOpen ? caretDownIcon : caretRightIcon;
  return (
    <div className="ct-ProjectFile" data-severity={file.worst}>
      <button
        type="button"
        className="ct-Button ct-mod-icon"
        tabIndex={tabIndex}
        aria-expanded={isOpen}
        aria-label={trans.__('Findings in %1', name)}
        onClick={props.onFold}
      >
        <Caret.react tag="span" />
      </button>
      <input
        type="checkbox"
        tabIndex={tabIndex}
        checked={isChosen && file.replaceable}
        disabled={!file.replaceable}
        aria-label={trans.__('Replace the secrets in %1', name)}
        title={
          file.replaceable
            ? trans.__('Replace the secrets in this file')
            : trans.__('There is no secret in it that can be replaced')
        }
        onChange={event => props.onChoose(event.target.checked)}
      />
      {/* For the mouse only: the keyboard has Enter on the row. */}
      <span
        className="ct-ProjectFile-name"
        title={
          file.ignored > 0
            ? `${file.path}\n${trans._n('%1 ignored finding', '%1 ignored findings', file.ignored)}`
            : file.path
        }
        onClick={props.onOpen}
      >
        <strong>{name}</strong>
        {folder !== '' && <small>{folder}</small>}
      </span>
      <span className="ct-ProjectFile-counts">
        {SEVERITIES.filter(severity => file.counts[severity] > 0).map(
          severity => (
            <span
              key={severity}
              className="ct-Badge"
              data-severity={severity}
              title={severityLabel(severity, trans)}
            >
              {file.counts[severity]}
            </span>
          )
        )}
      </span>
    </div>
  );
}

/** One finding of a file. */
export function FoundRow({
  finding,
  isNotebook,
  onOpen
}: {
  finding: IFinding;
  isNotebook: boolean;
  onOpen: () => void;
}): JSX.Element {
  const { trans } = usePanel();
  const place = placeOf(finding, isNotebook, trans);
  const severity = severityLabel(finding.severity, trans);
  return (
    <div
      className="ct-ProjectFound"
      data-severity={finding.severity}
      data-weakness-id={finding.weakness_id}
      onClick={onOpen}
    >
      <span
        className="ct-Badge"
        data-severity={finding.severity}
        title={severity}
      >
        <span className="ct-mod-unseen">{severity}</span>
      </span>
      <span className="ct-ProjectFound-title">{finding.title}</span>
      <span className="ct-ProjectFound-place">
        {place}
        {finding.preview.length > 1 && (
          <code className="ct-Finding-preview">{finding.preview}</code>
        )}
      </span>
    </div>
  );
}

function placeOf(
  finding: IFinding,
  isNotebook: boolean,
  trans: TranslationBundle
): string {
  const { column, column_name, start } = finding;
  if (column) {
    const share = trans.__(
      '%1 of %2 rows',
      column.hits.toLocaleString(),
      column.rows.toLocaleString()
    );
    const named = trans.__('Column %1: %2', column_name ?? '', share);
    return finding.cell === null
      ? named
      : `${trans.__('Cell %1', finding.cell)}, ${column.path}, ${named}`;
  }
  return isNotebook
    ? placeInNotebook(finding, finding.cell, trans)
    : trans.__('Line %1', start.line);
}
