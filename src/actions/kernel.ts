import type { Kernel } from '@jupyterlab/services';
import { KernelMessage } from '@jupyterlab/services';

import { SETTERS, type ISetter } from '../protocol/kernelLanguages';

/** Milliseconds after which nobody waits for a kernel any longer. */
const PATIENCE = 2000;

/** Milliseconds to wait where nothing hangs on the answer, and the kernel is known to be busy. */
const BUSY_PATIENCE = 150;

/** Whether a kernel has something else to do first. */
export function isBusy(kernel: Kernel.IKernelConnection): boolean {
  return kernel.status === 'busy';
}

/** The code that sets a variable in a kernel of another language. */
function settingCode(
  { code, expands }: ISetter,
  name: string,
  value: string
): string {
  const quoted = JSON.stringify(value);
  const text = expands ? quoted.replace(/\$/g, '\\$$') : quoted;
  return code.replace(/NAME|VALUE/g, word => (word === 'NAME' ? name : text));
}

/**
 * Set environment variables in a running kernel without a trace in its history, and bind the names
 * that lookups of them use. A busy kernel takes them when its turn comes.
 *
 * @param values Values by name; they go no further
 * @param imports Python statements; a name that the kernel has already stays what it is
 * @returns Whether the kernel took them; false for languages that cannot, or not in silence
 */
export async function setEnvironment(
  kernel: Kernel.IKernelConnection,
  values: Readonly<Record<string, string>>,
  imports: readonly string[] = []
): Promise<boolean> {
  const { language_info } = await kernel.info;
  const language = language_info.name.toLowerCase();
  if (language === 'python') {
    // What JSON writes of a map of strings is a dictionary in Python as well.
    const update = `__import__('os').environ.update(${JSON.stringify(values)})`;
    const expression = `(${update}, ${binding(imports)})`;
    const result = evaluate(kernel, expression).then(value => value !== null);
    return patiently(result, true, patienceWith(kernel));
  }
  const setter = SETTERS.find(one => one.languages.includes(language));
  if (!setter) {
    return false;
  }
  const code = Object.entries(values).map(([name, value]) =>
    settingCode(setter, name, value)
  );
  const result = executeSilently(kernel, code.join('\n'), values);
  return patiently(result, true, patienceWith(kernel));
}

/** A busy kernel takes what it is sent when its turn comes: that need not be waited for. */
function patienceWith(kernel: Kernel.IKernelConnection): number {
  return isBusy(kernel) ? BUSY_PATIENCE : PATIENCE;
}

/**
 * A Python expression that makes imports, and binds the names that are not bound yet. What cannot
 * be imported is left to the cell that imports it.
 */
function binding(imports: readonly string[]): string {
  const lines = imports.map(
    line => `try:\n    ${line}\nexcept ImportError:\n    pass`
  );
  const list = JSON.stringify(lines);
  return `len([globals().setdefault(name, value) for line in ${list} for found in [{}] if exec(line, found) is None for name, value in found.items() if name != '__builtins__'])`;
}

/**
 * Execute code that shows nothing.
 *
 * @param inputs What the code is answered where it asks, by its prompt
 * @returns Whether the code ran
 */
async function executeSilently(
  kernel: Kernel.IKernelConnection,
  code: string,
  inputs: Readonly<Record<string, string>>
): Promise<boolean> {
  const future = kernel.requestExecute({
    code,
    silent: true,
    store_history: false,
    allow_stdin: true
  });
  future.onStdin = message => {
    if (KernelMessage.isInputRequestMsg(message)) {
      const value = inputs[message.content.prompt] ?? '';
      future.sendInputReply({ status: 'ok', value }, message.header);
    }
  };
  try {
    return (await future.done).content.status === 'ok';
  } finally {
    future.dispose();
  }
}

/**
 * Whether a Python kernel can import a module; null where that is not known.
 *
 * @param module Name; with dots, each of the packages above it is looked for first
 */
export async function hasModule(
  kernel: Kernel.IKernelConnection,
  module: string
): Promise<boolean | null> {
  const words = module.split('.');
  const names = words.map((_, index) => words.slice(0, index + 1).join('.'));
  // What was installed a moment ago is no longer missing.
  const expression = `(__import__('importlib').invalidate_caches(), all(__import__('importlib.util').util.find_spec(name) is not None for name in ${JSON.stringify(names)}))[1]`;
  return isTrue(kernel, expression);
}

/**
 * Whether a Python kernel has an environment variable; null where that is not known.
 *
 * @param least Length that it has to have at least
 */
export async function hasVariable(
  kernel: Kernel.IKernelConnection,
  name: string,
  least: number
): Promise<boolean | null> {
  return isTrue(
    kernel,
    `len(__import__('os').environ.get(${JSON.stringify(name)}, '')) >= ${least}`
  );
}

function isTrue(
  kernel: Kernel.IKernelConnection,
  expression: string
): Promise<boolean | null> {
  const result = evaluate(kernel, expression).then(value =>
    value === null ? null : value === 'True'
  );
  return patiently(result, null);
}

/**
 * Install a package where a Python kernel runs, with nothing in its history.
 *
 * @param told Is told each line that the installer writes
 * @returns All that it wrote
 */
export async function install(
  kernel: Kernel.IKernelConnection,
  name: string,
  told: (line: string) => void
): Promise<string> {
  const future = kernel.requestExecute({
    code: `%pip install --disable-pip-version-check ${name}`,
    silent: false,
    store_history: false,
    allow_stdin: false
  });
  let output = '';
  future.onIOPub = message => {
    if (KernelMessage.isStreamMsg(message)) {
      output += message.content.text;
      const line = message.content.text.trim().split('\n').pop();
      if (line) {
        told(line);
      }
    }
  };
  try {
    const { content } = await future.done;
    if (content.status === 'error') {
      throw new Error(content.evalue);
    }
    return output;
  } finally {
    future.dispose();
  }
}

/**
 * Evaluate an expression. Beside empty, silent code it is evaluated but never stored: not in `In`,
 * `_ih`, the history database or `linecache`.
 *
 * @returns The result as text; null where there is none
 */
async function evaluate(
  kernel: Kernel.IKernelConnection,
  expression: string
): Promise<string | null> {
  const info = await kernel.info;
  if (info.language_info.name !== 'python') {
    return null;
  }
  const future = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    allow_stdin: false,
    user_expressions: { ct: expression }
  });
  try {
    const { content } = await future.done;
    if (content.status !== 'ok') {
      return null;
    }
    const result = content.user_expressions.ct as
      { status?: string; data?: Record<string, string> } | undefined;
    return result?.status === 'ok' ? (result.data?.['text/plain'] ?? '') : null;
  } finally {
    future.dispose();
  }
}

/** The result, or `otherwise` where it fails to come: in time that is, else not at all. */
async function patiently<T>(
  result: Promise<T>,
  otherwise: T,
  patience = PATIENCE
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(otherwise), patience);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
