"""``ct-jupyter completion``: what makes a shell complete commands, options, kinds and file names."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from .exits import HOLDS
from .help import Help

PROGRAM = "ct-jupyter"

_HOW = {
    "bash": f'add to ~/.bashrc: eval "$({PROGRAM} completion bash)"',
    "zsh": f'add to ~/.zshrc, below compinit: eval "$({PROGRAM} completion zsh)"',
    "fish": f"run once: {PROGRAM} completion fish > ~/.config/fish/completions/{PROGRAM}.fish",
}


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "completion",
        help="print the script that makes your shell complete ct-jupyter commands",
        description="Print a script that has the Tab key complete commands, options, kinds of findings and "
        "file names.",
        epilog="\n".join(["to use it:", *(f"  {shell}: {how}" for shell, how in _HOW.items())]),
        formatter_class=Help,
    )
    parser.add_argument("shell", choices=tuple(_HOW), metavar="SHELL", help="one of bash, zsh, fish")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the script; on a terminal, say what to do with it."""
    from argcomplete.shell_integration import shellcode

    # Where nothing fits, bash falls back to file names by itself.
    sys.stdout.write(shellcode([PROGRAM], shell=options.shell))
    sys.stdout.write("\n")
    if sys.stdout.isatty():
        sys.stderr.write(f"# This is the script. To use it, {_HOW[options.shell]}\n")
    return HOLDS


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer the shell, which has asked by ``_ARGCOMPLETE``, and exit; else do nothing."""
    import argcomplete

    _add_completers(parser)
    argcomplete.autocomplete(parser, always_complete_options="long")


def words_of(line: str) -> list[str]:
    """Return the words of a command line behind the program's name, as far as they can be told."""
    return line.split()[1:]


def _add_completers(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                _add_completers(sub)
        elif action.dest in ("policy_disable", "policy_weakness_is", "personal"):
            action.completer = complete_kinds  # type: ignore[attr-defined]
        elif action.dest == "report":
            action.completer = complete_reports  # type: ignore[attr-defined]
        elif action.metavar in ("true|false", "OR|AND"):
            action.completer = _Words(action.metavar.split("|"))  # type: ignore[attr-defined]


class _Words:
    def __init__(self, words: list[str]) -> None:
        self._words = words

    def __call__(self, prefix: str, **_: Any) -> list[str]:
        return [word for word in self._words if word.startswith(prefix)]


def complete_kinds(prefix: str, **_: Any) -> list[str]:
    """Return the kinds of findings that begin with ``prefix``, families first; behind a comma the next."""
    from ..findings.catalogue import kinds_by_id
    from ..policy.kinds import families

    before, comma, last = prefix.rpartition(",")
    return [
        f"{before}{comma}{kind}" for kind in (*families(), *kinds_by_id()) if kind.startswith(last.lower())
    ]


def complete_reports(prefix: str, **_: Any) -> list[str]:
    """Return the formats with their ``=``, and behind it file names."""
    from ..reports.formats import FORMATS

    name, equals, path = prefix.partition("=")
    if not equals:
        return [f"{one}=" for one in FORMATS if one.startswith(name)]
    from argcomplete.completers import FilesCompleter

    return [f"{name}={one}" for one in FilesCompleter()(path)]
