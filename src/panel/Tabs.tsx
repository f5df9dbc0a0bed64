import React from 'react';

/** One group of the panel. */
export interface ITab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** How much there is; none is shown where it is not given. */
  readonly count?: number;
}

/** Properties of `Tabs`. */
export interface ITabsProps<Id extends string> {
  readonly tabs: readonly ITab<Id>[];
  readonly chosen: Id;
  /** What the tabs are, for a screen reader. */
  readonly label: string;
  readonly onChoose: (id: Id) => void;
  /** Id of what the tabs switch. */
  readonly controls?: string;
}

/**
 * The tabs of the panel: one stop for Tab, the arrow keys go from one to the next.
 */
export function Tabs<Id extends string>({
  chosen,
  controls = 'ct-view',
  label,
  onChoose,
  tabs
}: ITabsProps<Id>): JSX.Element {
  const list = React.useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1 + tabs.length,
      Home: 0,
      End: tabs.length - 1
    };
    if (event.key in steps) {
      event.preventDefault();
      const { id } = tabs[steps[event.key] % tabs.length];
      onChoose(id);
      list.current?.querySelector<HTMLElement>(`#ct-tab-${id}`)?.focus();
    }
  };
  return (
    <div
      className="ct-Tabs"
      role="tablist"
      aria-label={label}
      ref={list}
      onKeyDown={onKeyDown}
    >
      {tabs.map(tab => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`ct-tab-${tab.id}`}
          className="ct-Tab"
          aria-selected={tab.id === chosen}
          aria-controls={controls}
          aria-label={
            tab.count === undefined ? tab.label : `${tab.label}: ${tab.count}`
          }
          tabIndex={tab.id === chosen ? 0 : -1}
          onClick={() => onChoose(tab.id)}
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="ct-Tab-count">{tab.count}</span>
          )}
        </button>
      ))}
    </div>
  );
}
