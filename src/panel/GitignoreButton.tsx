import React from 'react';

import type { IGitSight } from '../protocol/protocol';
import { usePanel } from './context';

/**
 * Keeps a data file out of git. Where there is nothing to do the button says so.
 */
export function GitignoreButton({ path }: { path: string }): JSX.Element {
  const { actions, trans } = usePanel();
  const [sight, look] = useSight(path);
  const why = whyNot();
  return (
    <button
      type="button"
      className="ct-Button"
      title={why || trans.__('Keep the file out of git')}
      // Disabled for good, it could not be reached to learn why.
      aria-disabled={why !== ''}
      onClick={() => {
        if (why === '') {
          void actions.gitignore(path).then(look);
        }
      }}
    >
      {label()}
    </button>
  );

  function label(): string {
    return sight?.state === 'no-repository'
      ? trans.__('Not in a git repository')
      : sight?.state === 'present' && !sight.tracked
        ? trans.__('Listed in .gitignore')
        : trans.__('Add to .gitignore');
  }

  /** Why there is nothing to do; empty where there is something. */
  function whyNot(): string {
    if (sight?.state === 'no-repository') {
      return trans.__(
        'The file lies in no git repository, so there is nothing to keep it out of'
      );
    }
    return sight?.state === 'present' && !sight.tracked
      ? trans.__('Git ignores the file already')
      : '';
  }
}

/** How git sees a file, null until the server said so; and a function that asks again. */
function useSight(path: string): [IGitSight | null, () => void] {
  const { client } = usePanel();
  const [sight, setSight] = React.useState<IGitSight | null>(null);
  const [round, again] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    let isCurrent = true;
    client.gitSight(path).then(
      told => isCurrent && setSight(told),
      () => undefined // The button then says what the server says when it is pressed.
    );
    return () => {
      isCurrent = false;
    };
  }, [client, path, round]);
  return [sight, again];
}
