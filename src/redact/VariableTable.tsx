import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { IVariable } from '../protocol/protocol';
import { hasProvider } from '../server/providerPage';
import type { Preview } from './preview';
import { keyOf } from './preview';

/** Properties of `VariableTable`. */
export interface IVariableTableProps {
  readonly preview: Preview;
  readonly trans: TranslationBundle;
}

/**
 * The secrets, each with a box to choose it, and the variables that take the place of their values.
 */
export function VariableTable(props: IVariableTableProps): JSX.Element {
  const { preview, trans } = props;
  const { variables } = preview;
  const count = preview.chosen.length;
  return (
    <table className="ct-Variables">
      <thead>
        <tr>
          <th scope="col">
            {variables.length > 1 && (
              <input
                type="checkbox"
                aria-label={trans.__('Replace all of them')}
                title={trans.__('Replace all of them')}
                checked={count === variables.length}
                ref={box => {
                  if (box) {
                    box.indeterminate = count > 0 && count < variables.length;
                  }
                }}
                onChange={event =>
                  preview.switch(variables, event.target.checked)
                }
              />
            )}
          </th>
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
            key={keyOf(variable)}
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
  const { page, provider, title } = variable;
  const key = keyOf(variable);
  const isOn = preview.isOn(variable);
  const problem = preview.problemOf(variable);
  const problemId = `ct-problem-${key}`;
  return (
    <tr data-off={isOn ? undefined : true}>
      <td>
        <input
          type="checkbox"
          aria-label={trans.__('Replace: %1', `${title}, ${variable.name}`)}
          checked={isOn}
          onChange={event => preview.switch([variable], event.target.checked)}
        />
      </td>
      <td>
        {variable.needed ? (
          <input
            className="ct-Variables-name jp-mod-styled"
            aria-label={trans.__('Variable for: %1', title)}
            aria-invalid={problem !== ''}
            {...(problem ? { 'aria-describedby': problemId } : {})}
            data-key={key}
            value={preview.nameOf(variable)}
            disabled={!isOn}
            maxLength={256}
            size={24}
            autoComplete="off"
            spellCheck={false}
            onChange={event => preview.rename(variable, event.target.value)}
          />
        ) : (
          <span
            className="ct-Variables-placeholder"
            title={trans.__(
              'No code reads it: a placeholder takes its place, and only Undo brings the value back'
            )}
          >
            {trans.__('placeholder only, not stored')}
          </span>
        )}
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
      <td className="ct-mod-number">
        {isOn ? variable.places : trans.__('stays')}
      </td>
      <td className="ct-mod-number">{isOn ? variable.copies : ''}</td>
    </tr>
  );
}
