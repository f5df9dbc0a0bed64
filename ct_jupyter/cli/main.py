"""The command line's entry: arguments in, exit code out.

Exit codes: 0 nothing breaks the policy, 1 the policy is broken, 2 wrong usage or configuration,
3 something could not be scanned (3 yields to 1).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from ..version import __version__
from .help import Help

COMMANDS = (
    "scan",
    "redact",
    "share",
    "anonymise",
    "ci",
    "config",
    "baseline",
    "audit",
    "init",
    "install-hook",
    "completion",
)
"""Each is a module of this package with ``add_to``, imported when it is asked for: a start takes half the
time of importing them all."""

INTERRUPTED = 130
BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``ct-jupyter`` and return its exit code."""
    if "_ARGCOMPLETE" in os.environ:  # the shell asks what may come next
        from .completion import complete, words_of

        complete(_parser(words_of(os.environ.get("COMP_LINE", ""))))
    try:
        options = _parser(sys.argv[1:] if arguments is None else arguments).parse_args(arguments)
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # `ct-jupyter scan | head` ends quietly. The signal's own way out would also end a scan whose
        # workers went first.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        sys.stderr.write("\nct-jupyter: interrupted\n")
        return INTERRUPTED


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return a parser that knows the command that ``words`` begin with; all of them where it is none."""
    parser = argparse.ArgumentParser(
        prog="ct-jupyter",
        description="Find secrets and personal data in Jupyter notebooks and data files, and remove them.",
        epilog="Exit codes: 0 all is well, 1 there are findings that break the policy, 2 wrong usage or "
        "configuration, 3 something could not be scanned.\n"
        "ct-jupyter COMMAND --help explains a command.",
        formatter_class=Help,
    )
    parser.add_argument("--version", action="version", version=f"ct-jupyter {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    known = words[:1] if words and words[0] in (*COMMANDS, "--version") else COMMANDS
    for name in known:
        if name in COMMANDS:
            import_module(f".{name.replace('-', '_')}", __package__).add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
