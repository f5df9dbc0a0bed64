import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type {
  ICtActions,
  ICtClient,
  ICtFindings,
  ICtSettings
} from '../model/tokens';
import type { PanelMemory } from './memory';
import type { IProjectContext } from './project/projectContext';

/** What the components of the panel work with. */
export interface IPanelContext {
  readonly actions: ICtActions;
  readonly client: ICtClient;
  readonly findings: ICtFindings;
  readonly memory: PanelMemory;
  /** What the view of the whole project works with; null where there is none. */
  readonly project: IProjectContext | null;
  readonly settings: ICtSettings;
  /** Open a notebook as one that is open as a text. */
  readonly openNotebook: (path: string) => void;
  /** Open the settings. */
  readonly openSettings: () => void;
  readonly trans: TranslationBundle;
  /** Give the focus back to the notebook. */
  readonly leave: () => void;
}

/** Saves handing the same five things through every component. */
export const PanelContext = React.createContext<IPanelContext | null>(null);

/** The panel's surroundings, within a component of it. */
export function usePanel(): IPanelContext {
  const context = React.useContext(PanelContext);
  if (!context) {
    throw new Error('A component of the panel was rendered outside of it.');
  }
  return context;
}
