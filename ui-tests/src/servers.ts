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

/** Ports are counted from here; `serve.py` reads it as well. */
const BASE_PORT = Number(process.env.CT_UI_PORT ?? 18900);

/** Address of a server, by what `serve.py` adds to the first port. */
function at(offset: number, base = '/'): string {
  return `http://localhost:${BASE_PORT + offset}${base}`;
}

export const servers: Record<ServerName, IServer> = {
  lab: { url: at(1), token: '', app: 'lab' },
  hub: {
    url: at(2, '/user/ann/'),
    token: 'ui-test-ann',
    app: 'lab'
  },
  collab: {
    url: at(3),
    token: '',
    app: 'lab',
    collaborative: true
  },
  notebook7: { url: at(4), token: '', app: 'notebook' },
  bare: { url: at(5), token: '', app: 'lab' }
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
  return path.join(
    fs.realpathSync(os.tmpdir()),
    `ct_jupyter-ui-tests-${BASE_PORT}`,
    name
  );
}

/** Folder that a server shows to its users. */
export function rootOf(name: ServerName): string {
  return path.join(folderOf(name), 'root');
}
