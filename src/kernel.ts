import type { Kernel } from '@jupyterlab/services';

/**
 * Set an environment variable in a running Python kernel without a trace in its history.
 *
 * An expression beside empty, silent code is evaluated but never stored: not in `In`, `_ih`,
 * the history database or `linecache`.
 *
 * @returns Whether the kernel took it; false for kernels of other languages
 */
export async function setEnvironment(
  kernel: Kernel.IKernelConnection,
  name: string,
  value: string
): Promise<boolean> {
  const info = await kernel.info;
  if (info.language_info.name !== 'python') {
    return false;
  }
  // What JSON writes of a string is a string literal in Python as well.
  const items = `${JSON.stringify(name)}, ${JSON.stringify(value)}`;
  const expression = `__import__('os').environ.__setitem__(${items})`;
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
      return false;
    }
    const result = content.user_expressions.ct as
      { status?: string } | undefined;
    return result?.status === 'ok';
  } finally {
    future.dispose();
  }
}
