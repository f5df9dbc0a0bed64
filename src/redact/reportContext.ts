import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { NotebookFindings } from '../model/notebookFindings';
import type { IChoices } from './choices';

/** What the report is about. */
export interface IReportContext {
  readonly choices: IChoices;
  readonly findings: NotebookFindings;
  readonly panel: NotebookPanel;
  readonly trans: TranslationBundle;
}
