import type { Kernel } from '@jupyterlab/services';

import { setEnvironment } from '../actions/kernel';

/** A kernel that keeps what it is asked to execute. */
function kernelOf(
  language: string,
  executed: string[]
): Kernel.IKernelConnection {
  const requestExecute = ({ code }: { code: string }) => {
    executed.push(code);
    return {
      done: Promise.resolve({ content: { status: 'ok' } }),
      dispose: () => undefined
    };
  };
  return {
    info: Promise.resolve({ language_info: { name: language } }),
    status: 'idle',
    requestExecute
  } as unknown as Kernel.IKernelConnection;
}

describe('setEnvironment', () => {
  it.each([
    ['julia', 'ENV["MY_VALUE_NAME"] = "a\\$NAME \\"VALUE\\" \\$"; nothing'],
    [
      'JavaScript',
      'void (process.env["MY_VALUE_NAME"] = "a$NAME \\"VALUE\\" $");'
    ],
    ['R', 'invisible(Sys.setenv(`MY_VALUE_NAME` = readline("MY_VALUE_NAME")))']
  ])(
    'spells name and value in %s whatever they hold',
    async (language, code) => {
      const executed: string[] = [];
      const value = 'a$NAME "VALUE" $';
      const took = await setEnvironment(kernelOf(language, executed), {
        MY_VALUE_NAME: value
      });
      expect(took).toBe(true);

      expect(executed).toEqual([code]);
    }
  );

  it('leaves a kernel alone whose language has no such code', async () => {
    const executed: string[] = [];
    const took = await setEnvironment(kernelOf('cobol', executed), {
      KEY: 'a'
    });
    expect(took).toBe(false);
    expect(executed).toEqual([]);
  });
});
