import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { CommandIDs } from '../actions/commands';
import { shieldIcon } from '../shell/icons';
import type { PanelMemory } from '../panel/memory';
import type { ICtProject } from '../model/tokens';
import type { Where } from './where';

/** Scans a folder, or what is selected in the file browser. */
export const SCAN_PROJECT = 'ct_jupyter:scan-project';

/** What the command works with. */
export interface IProjectCommandContext {
  readonly app: JupyterFrontEnd;
  readonly memory: PanelMemory;
  readonly palette: ICommandPalette | null;
  readonly project: ICtProject;
  readonly trans: TranslationBundle;
  readonly where: Where;
}

/** Add the command that scans from the palette and from the file browser's menu. */
export function addProjectCommand(context: IProjectCommandContext): void {
  const { app, memory, palette, project, trans, where } = context;
  const pathOf = (selected: boolean) =>
    selected ? where.selected : where.folder;
  app.commands.addCommand(SCAN_PROJECT, {
    label: args =>
      args.isPalette
        ? trans.__('Scan the Folder for Secrets')
        : trans.__('Scan for Secrets'),
    caption: trans.__(
      'Look for secrets and personal data in all notebooks and data files of it'
    ),
    icon: args => (args.isPalette ? undefined : shieldIcon),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          selected: {
            type: 'boolean',
            description: trans.__(
              'Whether to scan what is selected in the file browser, in place of its folder'
            )
          },
          isPalette: {
            type: 'boolean',
            description: trans.__('Whether it stands in the command palette')
          }
        }
      }
    },
    isEnabled: args => pathOf(args.selected === true) !== null,
    execute: async args => {
      const path = pathOf(args.selected === true);
      if (path === null) {
        return;
      }
      memory.view = 'project';
      await app.commands.execute(CommandIDs.openPanel);
      void project.start({ path, scope: 'folder', all_text: false });
    }
  });
  palette?.addItem({
    command: SCAN_PROJECT,
    category: trans.__('Secrets'),
    args: { isPalette: true }
  });
}
