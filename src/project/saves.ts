import type { Contents, Event } from '@jupyterlab/services';
import type { IStream } from '@lumino/signaling';

import { SAVE_SCHEMA } from '../protocol/protocol';
import { serverPath } from '../server/serverPath';
import type { ICtProject } from '../model/tokens';

/**
 * Have files looked at again that were saved, moved or deleted.
 *
 * @param contents Tells what this page did
 * @param events Tell what the server saved, also for other pages and with collaboration
 */
export function followSaves(
  project: Pick<ICtProject, 'refresh'>,
  contents: Pick<Contents.IManager, 'fileChanged'>,
  events: IStream<Event.IManager, Event.Emission>
): void {
  contents.fileChanged.connect((_, { newValue, oldValue, type }) => {
    const paths = [newValue?.path, type === 'save' ? null : oldValue?.path];
    project.refresh(paths.flatMap(path => (path ? [serverPath(path)] : [])));
  });
  events.connect((_, emission) => {
    if (emission.schema_id === SAVE_SCHEMA) {
      const { path } = emission as unknown as { readonly path: string };
      project.refresh([path]);
    }
  });
}
