import type { Kernel } from '@jupyterlab/services';

/** Milliseconds after which nobody waits for a busy kernel any longer. */
const PATIENCE = 2000;

/**
 * Set environment variables in a running Python kernel without a trace in its history. A busy
 * kernel takes them when its turn comes.
 *
 * @param values Values by name; they go no further
 * @returns Whether the kernel took them; false for kernels of other languages
 */
export async function setEnvironment(
  kernel: Kernel.IKernelConnection,
  values: Readonly<Record<string, string>>
): Promise<boolean> {
  // What JSON writes of a map of strings is a dictionary in Python as well.
  const result = evaluate(
    kernel,
    `__import__('os').environ.update(${JSON.stringify(values)})`
  ).then(value => value !== null);
  return patiently(result, true);
}

/**
 * Whether a Python kernel can import a module; null where that is not known.
 *
 * @param module Name without dots
 */
export async function hasModule(
  kernel: Kernel.IKernelConnection,
  module: string
): Promise<boolean | null> {
  const expression = `__import__('importlib.util').util.find_spec(${JSON.stringify(module)}) is not None`;
  const result = evaluate(kernel, expression).then(value =>
    value === null ? null : value === 'True'
  );
  return patiently(result, null);
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
async function patiently<T>(result: Promise<T>, otherwise: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(otherwise), PATIENCE);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
