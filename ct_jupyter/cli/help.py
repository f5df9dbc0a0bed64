"""How help is laid out."""

from __future__ import annotations

import argparse
import textwrap


class Help(argparse.HelpFormatter):
    """Keeps the line breaks of a description and of examples; each line is wrapped by itself."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            textwrap.fill(
                line.strip(),
                width,
                initial_indent=indent + line[: len(line) - len(line.lstrip())],
                subsequent_indent=indent + ("    " if line.startswith(" ") else ""),
                break_on_hyphens=False,
                break_long_words=False,
            )
            for line in text.splitlines()
        )


def examples(*lines: str) -> str:
    """Return what stands at the end of a command's help."""
    return "\n".join(["examples:", *(f"  {line}" for line in lines)])
