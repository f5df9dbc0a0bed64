// Made by scripts/kernel_languages.py from ct_jupyter/languages/table.py; edit that.

/** How a running kernel sets a variable. */
export interface ISetter {
  /** What kernels call their language, in lower case. */
  readonly languages: readonly string[];
  /** Code with `NAME`, and `VALUE` for a string as JSON writes it. */
  readonly code: string;
  /** Whether a dollar sign in a string stands for something else. */
  readonly expands: boolean;
}

export const SETTERS: readonly ISetter[] = [
  {
    languages: [
      'r',
      'ir',
      'irkernel',
      'xr',
      'xeus-r',
      'sparkr',
      'sparkrkernel',
      'rpy2'
    ],
    code: 'invisible(Sys.setenv(`NAME` = readline("NAME")))',
    expands: false
  },
  {
    languages: ['julia', 'jl', 'ijulia', 'xjulia', 'xeus-julia', 'julialang'],
    code: 'ENV["NAME"] = VALUE; nothing',
    expands: true
  },
  {
    languages: [
      'javascript',
      'js',
      'node',
      'nodejs',
      'ijavascript',
      'jslab',
      'typescript',
      'ts',
      'itypescript',
      'tslab',
      'deno',
      'javascriptreact',
      'typescriptreact',
      'xjavascript',
      'xeus-javascript',
      'jp-babel'
    ],
    code: 'void (process.env["NAME"] = VALUE);',
    expands: false
  },
  {
    languages: [
      'c#',
      'csharp',
      '.net-csharp',
      'dotnet-csharp',
      'icsharp',
      'cs'
    ],
    code: 'System.Environment.SetEnvironmentVariable("NAME", VALUE);',
    expands: false
  }
];
