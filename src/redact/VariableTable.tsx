import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IVariable } from '../protocol';
import { hasProvider } from '../providerPage';
import type { Preview } from './preview';

/** Properties of `VariableTable`. */
export interface IVariableTableProps {
  readonly variables: readonly IVariable[];
  readonly preview: Preview;
  readonly trans: TranslationBundle;
}

/**
 * The variables that take the place of the values, with names that can be changed.
 */
export function VariableTable(props: IVariableTableProps): JSX.Element {
  const { variables, preview, trans } = props;
  return (
    <table className="ct-Variables">
      <thead>
        <tr>
          <th scope="col">{trans.__('Variable')}</th>
          <th scope="col">{trans.__('Replaces')}</th>
          <th scope="col" className="ct-mod-number">
            {trans.__('In cells')}
          </th>
          <th scope="col" className="ct-mod-number">
            {trans.__('Other copies')}
          </th>
        </tr>
      </thead>
      <tbody>
        {variables.map(variable => (
          <VariableRow
            key={variable.fingerprint}
            variable={variable}
            preview={preview}
            trans={trans}
          />
        ))}
      </tbody>
    </table>
  );
}

function VariableRow({
  variable,
  preview,
  trans
}: {
  variable: IVariable;
  preview: Preview;
  trans: TranslationBundle;
}): JSX.Element {
  const { fingerprint, page, provider, title } = variable;
  const problem = preview.problemOf(variable);
  const problemId = `ct-problem-${fingerprint}`;
  return (
    <tr>
      <td>
        <input
          className="ct-Variables-name jp-mod-styled"
          aria-label={trans.__('Variable for: %1', title)}
          aria-invalid={problem !== ''}
          {...(problem ? { 'aria-describedby': problemId } : {})}
          value={preview.nameOf(variable)}
          maxLength={256}
          size={24}
          autoComplete="off"
          spellCheck={false}
          onChange={event => preview.rename(variable, event.target.value)}
        />
        {problem && (
          <div id={problemId} className="ct-Variables-problem" role="alert">
            {problem}
          </div>
        )}
      </td>
      <td>
        {title}
        {hasProvider({ provider, source: page }) && (
          <a
            className="ct-Variables-rotate"
            href={page}
            title={variable.remedy}
            target="_blank"
            rel="noopener noreferrer"
          >
            {trans.__('Rotate this key: %1', provider)}
          </a>
        )}
      </td>
      <td className="ct-mod-number">{variable.places}</td>
      <td className="ct-mod-number">{variable.copies}</td>
    </tr>
  );
}
