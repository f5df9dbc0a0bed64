import React from 'react';

import { wordFor } from '../model/documentTraits';
import { usePanel } from './context';

/** Properties of `NotebookActions`. */
export interface INotebookActionsProps {
  /** Whether there is something to replace. */
  readonly canReplace: boolean;
  /** Number of outputs and the like that can be restored. */
  readonly kept: number;
  /** Number of secrets of the last replacement, which can be taken back; 0 where there is none. */
  readonly undoable?: number;
}

/**
 * What can be done with all findings of the notebook at once.
 */
export function NotebookActions({
  canReplace,
  kept,
  undoable = 0
}: INotebookActionsProps): JSX.Element | null {
  const { actions, findings, trans } = usePanel();
  const document = findings.current?.notebook ?? null;
  if (!canReplace && kept === 0 && undoable === 0) {
    return null;
  }
  return (
    <div
      className="ct-NotebookActions"
      role="group"
      aria-label={wordFor(document, {
        notebook: trans.__('The whole notebook'),
        file: trans.__('The whole file'),
        console: trans.__('The whole console')
      })}
    >
      {canReplace && (
        <button
          type="button"
          className="ct-Button"
          title={trans.__('Preview the changes, then apply them')}
          onClick={() => void actions.redactAll()}
        >
          {trans.__('Replace all…')}
        </button>
      )}
      {undoable > 0 && (
        <button
          type="button"
          className="ct-Button"
          title={trans.__(
            'Put cells, outputs and stored values back as they were before the last replacement'
          )}
          onClick={() => void actions.undo()}
        >
          {trans._n(
            'Undo the replacement of %1 secret',
            'Undo the replacement of %1 secrets',
            undoable
          )}
        </button>
      )}
      {kept > 0 && (
        <button
          type="button"
          className="ct-Button"
          title={trans.__(
            'Restore outputs and metadata as they were. They are kept until the notebook is closed'
          )}
          onClick={() => actions.restore()}
        >
          {trans._n('Restore %1 output', 'Restore %1 outputs', kept)}
        </button>
      )}
    </div>
  );
}
