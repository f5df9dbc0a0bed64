import React from 'react';

import { usePanel } from '../context';

/** Properties of `ReplaceBar`. */
export interface IReplaceBarProps {
  /** Paths of the files that are chosen. */
  readonly chosen: readonly string[];
  /** Paths of all that can be. */
  readonly all: readonly string[];
  readonly onChoose: (paths: readonly string[], takes: boolean) => void;
  readonly onReplace: () => void;
  /** Number of files that can be put back as they were. */
  readonly undoable: number;
  readonly onUndo: () => void;
}

/**
 * Takes the secrets out of the files that are chosen.
 */
export function ReplaceBar(props: IReplaceBarProps): JSX.Element {
  const { all, chosen, onChoose, onReplace, onUndo, undoable } = props;
  const { trans } = usePanel();
  const takesAll = all.length > 0 && chosen.length === all.length;
  const box = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => {
    if (box.current) {
      box.current.indeterminate = chosen.length > 0 && !takesAll;
    }
  });
  return (
    <div
      className="ct-ReplaceBar"
      role="group"
      aria-label={trans.__('Replace in several files')}
    >
      {undoable > 0 && (
        <button
          type="button"
          className="ct-Button"
          title={trans.__(
            'Put the files back as they were, each where nobody changed it since; until the page is closed'
          )}
          onClick={onUndo}
        >
          {trans._n(
            'Undo the replacement in %1 file',
            'Undo the replacement in %1 files',
            undoable
          )}
        </button>
      )}
      <label>
        <input
          ref={box}
          type="checkbox"
          checked={takesAll}
          disabled={all.length === 0}
          onChange={event => onChoose(all, event.target.checked)}
        />
        {trans.__('All files with secrets')}
      </label>
      <button
        type="button"
        className="ct-Button"
        aria-disabled={chosen.length === 0}
        title={
          chosen.length === 0
            ? trans.__('Choose files in the list first')
            : trans.__('Preview the changes, then apply them')
        }
        onClick={() => chosen.length > 0 && onReplace()}
      >
        {trans._n('Replace in %1 file…', 'Replace in %1 files…', chosen.length)}
      </button>
    </div>
  );
}
