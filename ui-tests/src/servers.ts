/** The servers of `serve.py`: where they are, and where their files are. */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** What a test must know of a server. */
export interface IServer {
  /** Address with the base path; ends with a slash. */
  readonly url: string;
  readonly token: string;
  /** Whether it serves JupyterLab or Notebook 7. */
  readonly app: 'lab' | 'notebook';
  /** Whether documents are shared in real time: then the server saves, not the browser. */
  readonly collaborative?: boolean;
}

export type ServerName = 'lab' | 'hub' | 'collab' | 'notebook7' | 'bare';

export const servers: Record<ServerName, IServer> = {
  lab: { url: 'http://localhost:18901/', token: '', app: 'lab' },
  hub: {
    url: 'http://localhost:18902/user/ann/',
    token: 'ui-test-ann',
    app: 'lab'
  },
  collab: {
    url: 'http://localhost:18903/',
    token: '',
    app: 'lab',
    collaborative: true
  },
  notebook7: { url: 'http://localhost:18904/', token: '', app: 'notebook' },
  bare: { url: 'http://localhost:18905/', token: '', app: 'lab' }
};

/** This checkout. */
export const REPOSITORY = path.resolve(__dirname, '..', '..');

/** Interpreter that a server runs in; collaboration has an environment of its own. */
export function python(name: ServerName = 'lab'): string {
  const [variable, folder] =
    name === 'collab'
      ? ['CT_PYTHON_COLLAB', '.venv-collab']
      : ['CT_PYTHON', '.venv'];
  const given = process.env[variable];
  const made = path.join(REPOSITORY, folder, 'bin', 'python');
  return given ?? (fs.existsSync(made) ? made : 'python3');
}

/** Folder with everything that a server writes. */
export function folderOf(name: ServerName): string {
  return path.join(fs.realpathSync(os.tmpdir()), 'ct_jupyter-ui-tests', name);
}

/** Folder that a server shows to its users. */
export function rootOf(name: ServerName): string {
  return path.join(folderOf(name), 'root');
}
