/** Notebooks for the tests, as data. */

export interface ICell {
  cell_type: 'code' | 'markdown' | 'raw';
  id: string;
  metadata: Record<string, unknown>;
  source: string;
  execution_count?: number | null;
  outputs?: unknown[];
  attachments?: Record<string, Record<string, string>>;
}

export interface INotebook {
  cells: ICell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: 5;
}

let made = 0;

/** A code cell. */
export function code(source: string, ...outputs: unknown[]): ICell {
  return {
    cell_type: 'code',
    execution_count: null,
    id: `ui-${++made}`,
    metadata: {},
    outputs,
    source
  };
}

/** A markdown cell. */
export function markdown(source: string): ICell {
  return { cell_type: 'markdown', id: `ui-${++made}`, metadata: {}, source };
}

/** Text that a cell printed. */
export function printed(text: string): unknown {
  return { output_type: 'stream', name: 'stdout', text };
}

/** A notebook of the cells, in Python. */
export function notebook(...cells: ICell[]): INotebook {
  return {
    cells,
    metadata: {
      kernelspec: {
        display_name: 'Python 3 (ipykernel)',
        language: 'python',
        name: 'python3'
      },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
}

/** The case that the extension was made for. */
export function databaseCell(value: string): ICell {
  return code(
    [
      '# Connect to database',
      'database_URL = "jdbc:mysql://database/predictive_model"',
      'username = "DataPro"',
      `password = "${value}"`
    ].join('\n')
  );
}
