"""Write ``src/protocol/kernelLanguages.ts`` from ``languages/table.py``: how kernels take variables."""

from __future__ import annotations

import sys

import generated  # first: it says where the package is

from ct_jupyter.languages.table import TABLE, Language

PATH = "src/protocol/kernelLanguages.ts"
_WIDTH = 80
"""Of our TypeScript's lines."""
_MODULE = """\
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
%s
];
"""


def module() -> str:
    """Return the TypeScript module."""
    return _MODULE % ",\n".join(_entry(row) for row in TABLE if row.sets_in_kernel)


def _entry(row: Language) -> str:
    assert not {"'", "\\"} & set(row.sets_in_kernel)
    names = [f"'{name}'" for name in dict.fromkeys([row.id, *row.names.split()])]
    line = f"    languages: [{', '.join(names)}],"
    if len(line) > _WIDTH:
        line = "    languages: [\n      " + ",\n      ".join(names) + "\n    ],"
    rest = f"    code: '{row.sets_in_kernel}',\n    expands: {str(row.expands).lower()}\n"
    return f"  {{\n{line}\n{rest}  }}"


def main() -> int:
    """Write the module; with ``--check`` only say whether it is up to date."""
    return generated.keep({PATH: module()}, "kernel_languages.py")


if __name__ == "__main__":
    sys.exit(main())
