import React from 'react';

import { usePanel } from './context';

/** Properties of `FilterButton`. */
export interface IFilterButtonProps {
  readonly className: string;
  readonly label: string;
  readonly count: number;
  /** Whether what it stands for is left out of the list. */
  readonly isHidden: boolean;
  /** Attributes that tests and styles go by. */
  readonly data: Readonly<Record<`data-${string}`, string>>;
  readonly children: React.ReactNode;
  readonly onToggle: () => void;
}

/**
 * A switch that shows or hides one severity or one kind in the list, with its count. Pressed means
 * shown.
 */
export function FilterButton(props: IFilterButtonProps): JSX.Element {
  const { trans } = usePanel();
  const { count, isHidden, label } = props;
  return (
    <button
      type="button"
      className={`ct-Filter ${props.className}`}
      {...props.data}
      aria-pressed={!isHidden}
      aria-label={trans.__('%1: %2', label, count)}
      title={isHidden ? trans.__('Show %1', label) : trans.__('Hide %1', label)}
      disabled={count === 0}
      onClick={props.onToggle}
    >
      {props.children}
    </button>
  );
}
