/**
 * ct_jupyter finds credentials in notebooks while one types. This file wires its pieces.
 */
import type { ISharedCell } from '@jupyter/ydoc';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette, IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry
} from '@jupyterlab/codemirror';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { Actions } from './actions/actions';
import { CellMarks } from './editor/cellMarks';
import { Client } from './server/client';
import { addCommands, CommandIDs } from './actions/commands';
import { findingsExtension } from './editor/diagnostics';
import { watchDocuments } from './model/documents';
import { Findings } from './model/findings';
import { KeepOut } from './actions/keepOut';
import type { NotebookFindings } from './model/notebookFindings';
import { PanelOpener } from './shell/panelOpener';
import { panelAt, panelOf } from './shell/panels';
import { isPolicyFile } from './server/policyFile';
import { languageOf } from './live/notebookScanner';
import { PanelMemory } from './panel/memory';
import { SecretsPanel } from './panel/widget';
import { tellRefusals } from './save/refusals';
import { addProjectCommand } from './project/command';
import { ProjectClient } from './project/client';
import { openAt } from './project/open';
import { marks, project } from './project/plugins';
import { Replacer } from './project/replacer';
import { Where } from './project/where';
import { SaveWatcher } from './save/save';
import { hintDialogs } from './shell/scrollHint';
import { guardSaves } from './save/saveGuard';
import { PrintsNotes } from './editor/printsNotes';
import { serverPath } from './server/serverPath';
import { Settings } from './server/settings';
import { StatusItem } from './shell/status';
import { countInToolbar } from './shell/toolbarCount';
import { asNotebook, isTextFile } from './model/textDocument';
import {
  ICtActions,
  ICtClient,
  ICtFindings,
  ICtProject,
  ICtSettings
} from './model/tokens';
import { NAME, SETTINGS_ID } from './protocol/ids';

const settings: JupyterFrontEndPlugin<ICtSettings> = {
  id: SETTINGS_ID,
  description: 'The settings of ct_jupyter.',
  autoStart: true,
  provides: ICtSettings,
  optional: [ISettingRegistry],
  activate: (_: JupyterFrontEnd, registry: ISettingRegistry | null) => {
    const settings = new Settings();
    void registry?.load(SETTINGS_ID).then(
      loaded => settings.follow(loaded),
      () => undefined // The defaults stand.
    );
    return settings;
  }
};

const client: JupyterFrontEndPlugin<ICtClient> = {
  id: 'ct_jupyter:client',
  description: 'Talks to the server part of ct_jupyter.',
  autoStart: true,
  provides: ICtClient,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const client = new Client(app.serviceManager.serverSettings, trans);
    void client.check();
    return client;
  }
};

const findings: JupyterFrontEndPlugin<ICtFindings> = {
  id: 'ct_jupyter:findings',
  description: 'Scans the open notebooks and keeps what was found.',
  autoStart: true,
  provides: ICtFindings,
  requires: [INotebookTracker, ICtClient, ICtSettings],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: ICtClient,
    settings: ICtSettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const findings = new Findings(tracker, client, settings, trans);
    watchDocuments(app, findings);
    app.serviceManager.contents.fileChanged.connect((_, { newValue }) => {
      if (isPolicyFile(newValue?.path)) {
        void findings.rescanAll();
      }
    });
    return findings;
  }
};

const actions: JupyterFrontEndPlugin<ICtActions> = {
  id: 'ct_jupyter:actions',
  description: 'Goes to, replaces and ignores findings.',
  autoStart: true,
  provides: ICtActions,
  requires: [INotebookTracker, ICtClient, ICtFindings, ICtSettings],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: ICtClient,
    findings: ICtFindings,
    settings: ICtSettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    hintDialogs();
    return new Actions(app, tracker, client, findings, settings, trans);
  }
};

const diagnostics: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:diagnostics',
  description: 'Underlines findings in the editors and marks their cells.',
  autoStart: true,
  requires: [
    IEditorExtensionRegistry,
    INotebookTracker,
    ICtClient,
    ICtFindings,
    ICtActions,
    ICtSettings
  ],
  optional: [ITranslator],
  activate: (
    _: JupyterFrontEnd,
    editors: IEditorExtensionRegistry,
    tracker: INotebookTracker,
    client: ICtClient,
    findings: ICtFindings,
    actions: ICtActions,
    settings: ICtSettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const context = { actions, client, findings, trans };
    editors.addExtension({
      name: 'ct_jupyter:diagnostics',
      factory: ({ model }) => {
        const shared = model.sharedModel as object;
        const part = isTextFile(shared)
          ? asNotebook(shared).cells[0]
          : (shared as ISharedCell);
        return 'cell_type' in part
          ? EditorExtensionRegistry.createImmutableExtension(
              findingsExtension(part, context)
            )
          : null;
      }
    });
    const mark = (panel: NotebookPanel) => {
      const marks = new CellMarks(panel, findings, settings);
      const notes = new PrintsNotes(panel, findings, actions, trans);
      panel.disposed.connect(() => {
        marks.dispose();
        notes.dispose();
      });
    };
    tracker.forEach(mark);
    tracker.widgetAdded.connect((_, panel) => mark(panel));
  }
};

const panel: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:panel',
  description: 'The sidebar that lists the findings of the current notebook.',
  autoStart: true,
  requires: [
    INotebookTracker,
    ICtClient,
    ICtFindings,
    ICtActions,
    ICtSettings,
    ICtProject
  ],
  optional: [
    ILayoutRestorer,
    ITranslator,
    IFileBrowserFactory,
    IStateDB,
    ICommandPalette
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: ICtClient,
    findings: ICtFindings,
    actions: ICtActions,
    settings: ICtSettings,
    project: ICtProject,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null,
    browsers: IFileBrowserFactory | null,
    database: IStateDB | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const memory = new PanelMemory(database);
    const where = new Where(browsers, tracker, trans);
    const opening = { app, tracker, drive: () => where.drive };
    const leave = () => {
      const shown = findings.currentView?.widget ?? tracker.currentWidget;
      if (shown) {
        app.shell.activateById(shown.id);
      }
    };
    const widget = new SecretsPanel({
      actions,
      client,
      findings,
      leave,
      memory,
      project: {
        project,
        where,
        open: (path, finding) => void openAt(opening, path, finding),
        replacer: new Replacer({
          client,
          findings,
          language: languageOf,
          project,
          projects: new ProjectClient(app.serviceManager.serverSettings),
          settings,
          shell: app.shell,
          tracker,
          trans
        })
      },
      openNotebook: path =>
        void app.commands.execute('docmanager:open', {
          path,
          factory: 'Notebook'
        }),
      openSettings: () =>
        void app.commands.execute('settingeditor:open', {
          query: trans.__('Secrets in notebooks')
        }),
      settings,
      trans
    });
    app.shell.add(widget, 'right', { rank: 950, type: 'Secrets' });
    restorer?.add(widget, widget.id);
    new PanelOpener(findings, settings, () =>
      app.commands.execute(CommandIDs.openPanel)
    );
    addProjectCommand({ app, memory, palette, project, trans, where });
  }
};

const status: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:status',
  description: 'The number of findings in the status bar.',
  autoStart: true,
  requires: [ICtClient, ICtFindings, ICtSettings],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    client: ICtClient,
    findings: ICtFindings,
    settings: ICtSettings,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const create = () =>
      new StatusItem(client, findings, settings, trans, () => {
        void app.commands.execute(CommandIDs.openPanel);
      });
    if (!statusBar) {
      // Notebook 7 has none: the count stands in the toolbar of what is open.
      countInToolbar(app.docRegistry, create);
    } else {
      const item = create();
      statusBar.registerStatusItem('ct_jupyter:status', {
        item,
        align: 'right',
        rank: 90,
        isActive: () => item.isActive,
        activeStateChanged: findings.notebooksChanged
      });
    }
  }
};

const commands: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:commands',
  description: 'Commands, for the palette and the keyboard.',
  autoStart: true,
  requires: [INotebookTracker, ICtClient, ICtFindings, ICtActions],
  optional: [ICommandPalette, IFileBrowserFactory, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: ICtClient,
    findings: ICtFindings,
    actions: ICtActions,
    palette: ICommandPalette | null,
    browsers: IFileBrowserFactory | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const selected = () => {
      const items = [
        ...(browsers?.tracker.currentWidget?.selectedItems() ?? [])
      ];
      return items.length === 1 && items[0].type === 'notebook'
        ? items[0].path
        : null;
    };
    addCommands(
      { actions, app, client, findings, selected, tracker, trans },
      palette
    );
  }
};

const keepOut: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:keep-out',
  description: 'Takes stored values out of outputs as they arrive.',
  autoStart: true,
  requires: [INotebookTracker, ICtClient, ICtFindings, ICtSettings],
  optional: [ITranslator],
  activate: (
    _: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: ICtClient,
    store: ICtFindings,
    settings: ICtSettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const pathOf = (findings: NotebookFindings) => {
      const panel = panelOf(tracker, findings.notebook);
      return panel ? serverPath(panel.context.path) : null;
    };
    new KeepOut({ client, store, settings, trans, pathOf });
  }
};

const save: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:save',
  description:
    'Tells what was saved with secrets in it, and what was not saved.',
  autoStart: true,
  requires: [INotebookTracker, ICtClient, ICtFindings, ICtActions, ICtSettings],
  optional: [IToolbarWidgetRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    client: ICtClient,
    findings: ICtFindings,
    actions: ICtActions,
    settings: ICtSettings,
    toolbars: IToolbarWidgetRegistry | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const show = (path: string) => {
      // By the time of the click another notebook may be the current one.
      const saved = panelAt(tracker, path);
      if (saved) {
        app.shell.activateById(saved.id);
      }
      void app.commands.execute(CommandIDs.openPanel);
    };
    guardSaves(tracker);
    const { stream } = app.serviceManager.events;
    new SaveWatcher(tracker, stream, {
      client,
      findings,
      settings,
      show,
      trans
    });
    tellRefusals({
      actions,
      app,
      client,
      findings,
      show,
      toolbars,
      tracker,
      trans
    });
  }
};

/** The plugins of this extension. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  settings,
  client,
  findings,
  actions,
  diagnostics,
  project,
  panel,
  marks,
  status,
  commands,
  keepOut,
  save
];

export default plugins;
export * from './model/tokens';
