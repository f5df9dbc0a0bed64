/**
 * The plugins of the scan of whole projects; the panel shows what they find.
 */
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { ICtProject, ICtSettings } from '../model/tokens';
import { NAME } from '../protocol/ids';
import { ProjectClient } from './client';
import { MarkMaker, markFiles } from './marks';
import { Project } from './project';
import { followSaves } from './saves';

/** The scan. */
export const project: JupyterFrontEndPlugin<ICtProject> = {
  id: 'ct_jupyter:project',
  description: 'The scan of a whole folder or repository.',
  autoStart: true,
  provides: ICtProject,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    const { contents, events, serverSettings } = app.serviceManager;
    const project = new Project(new ProjectClient(serverSettings), trans);
    followSaves(project, contents, events.stream);
    void project.attach();
    return project;
  }
};

/** The marks. */
export const marks: JupyterFrontEndPlugin<void> = {
  id: 'ct_jupyter:marks',
  description: 'Marks files with findings in the file browser.',
  autoStart: true,
  requires: [IFileBrowserFactory, ICtProject, ICtSettings],
  optional: [ITranslator],
  activate: (
    _: JupyterFrontEnd,
    browsers: IFileBrowserFactory,
    project: ICtProject,
    settings: ICtSettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load(NAME);
    markFiles(browsers, new MarkMaker(project, settings, trans), [
      project.changed,
      settings.changed
    ]);
  }
};
