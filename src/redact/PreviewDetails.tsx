import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { ChangeList } from './ChangeList';
import { CopyCounts } from './CopyCounts';
import type { Preview } from './preview';

/**
 * What becomes of each cell, and how many copies go besides.
 */
export function previewDetails(
  preview: Preview,
  trans: TranslationBundle
): JSX.Element {
  const { diffs, plan, variables } = preview;
  return (
    <>
      <ChangeList diffs={diffs} trans={trans} />
      {plan && variables.length > 0 && <CopyCounts plan={plan} trans={trans} />}
    </>
  );
}
