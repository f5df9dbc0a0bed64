"""``ct-jupyter share``: a copy of a notebook without its secrets, proved by a scan."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..notebook import UnreadableNotebookError
from ..redaction.document import NotEditableError, read_document
from ..redaction.refusal import Refusal
from ..reports.report import write_whole
from ..review.share import Shared, clean_copy
from .exits import BROKEN, HOLDS, INCOMPLETE, usage


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "share",
        help="make a copy of a notebook without its secrets",
        description="Write a copy with every secret redacted, after a scan of the copy has found none. "
        "The notebook itself is not changed.",
    )
    parser.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="where the copy goes")
    parser.add_argument(
        "--outputs",
        choices=("keep", "scrub", "drop"),
        default="keep",
        help="keep them with placeholders, scrub those that held a secret, drop all (default: %(default)s)",
    )
    parser.add_argument("--force", action="store_true", help="replace FILE where it exists")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the copy and return the exit code."""
    source, output = options.notebook, options.output
    if output.exists() and (output.is_dir() or output.samefile(source) or not options.force):
        return usage(
            f"{output}: exists; choose another --output{'' if output.is_dir() else ' or add --force'}"
        )
    try:
        document = read_document(source, source.read_bytes())
        if not document.is_notebook:
            return usage(f"{source}: is no notebook; only notebooks can be shared")
        shared = clean_copy(document.notebook, source, options.outputs)
    except OSError as error:
        return _failed(source, f"cannot be read: {error.strerror}")
    except (NotEditableError, UnreadableNotebookError) as error:
        return _failed(source, str(error))
    except Refusal as refusal:
        sys.stderr.write(f"{source}: {refusal.message}\n")
        return BROKEN
    text = json.dumps(shared.notebook, indent=1, ensure_ascii=False) + "\n"
    try:
        write_whole(output, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else "the system refused"
        return usage(f"{output}: was not written: {why}")
    for line in report_words(shared, output):
        sys.stdout.write(line + "\n")
    return HOLDS


def report_words(shared: Shared, output: Path) -> Iterator[str]:
    """Yield what was done to the copy."""
    report = shared.report
    yield f"{output}: no secrets found in the copy."
    if report.places or report.copies:
        yield f"Redacted: {report.places} in the source, {report.copies} in outputs and metadata."
    if report.outputs_dropped:
        yield f"Outputs that were left out: {report.outputs_dropped}"
    needed = [variable.name for variable in report.variables if variable.needed]
    if needed:
        yield f"To run it, set: {', '.join(needed)}"
    if report.pictures:
        cells = ", ".join(map(str, report.pictures))
        yield f"Look at the images in cell {cells}: a picture may show what was redacted."
    if report.suppressed:
        yield f"Findings that somebody chose to ignore, and that are in the copy: {report.suppressed}"
    yield from report.notes


def _failed(source: Path, message: str) -> int:
    sys.stderr.write(f"ct-jupyter: error: {source}: {message}\n")
    return INCOMPLETE
