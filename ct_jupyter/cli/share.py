"""``ct-jupyter share``: a copy of a notebook without its secrets and personal data, proved by a scan."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..check.checked import Checked
from ..check.names import NamesPass
from ..check.tree import check_targets
from ..check.walk import Target
from ..detection import get_detector
from ..detection.personal.names import enabled
from ..detection.personal.personal_kinds import PERSON, PREFIX, is_personal, kind_of
from ..files.atomic import reason_of, write_whole
from ..files.regular import read_regular
from ..findings.finding import Finding
from ..notebook import UnreadableNotebookError
from ..policy.additions import Additions
from ..policy.config import load_config
from ..policy.settings import ConfigError
from ..redact.document import NotEditableError, read_document
from ..redact.personal import Chosen, KindFound, choose
from ..redact.share import Personal, Shared, clean_copy
from ..reports.terminal import coloured, plain
from ..stores.known import known_beside
from ..stores.refusal import Refusal
from .exits import BROKEN, HOLDS, INCOMPLETE, complain, say, usage
from .help import Help, examples

ALL = "all"


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "share",
        help="make a copy of a notebook without secrets and personal data",
        description="Write a copy of a notebook in which placeholders stand for secrets and personal data. "
        "The copy is scanned again, and what stays in it is listed. The notebook itself is not changed.",
        epilog=examples(
            "ct-jupyter share analysis.ipynb --output clean.ipynb",
            "ct-jupyter share analysis.ipynb --output clean.ipynb --personal=email,phone",
        ),
        formatter_class=Help,
    )
    parser.add_argument("notebook", type=Path, nargs="?", metavar="NOTEBOOK", help="the notebook to copy")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="the copy to write")
    parser.add_argument(
        "--outputs",
        choices=("keep", "scrub", "drop"),
        default="keep",
        help="keep the outputs, with placeholders; scrub: drop those that held something; drop all of them "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--personal",
        nargs="?",
        const=ALL,
        default=ALL,
        metavar="KINDS",
        help="which personal data to replace, as in --personal=email,phone (default: all that is found)",
    )
    parser.add_argument(
        "--no-personal",
        dest="personal",
        action="store_const",
        const="",
        help="leave personal data in the copy",
    )
    parser.add_argument("--force", action="store_true", help="overwrite FILE if it exists")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the copy and return the exit code."""
    source, output, kinds = options.notebook, options.output, options.personal
    if source is None and kinds.endswith(".ipynb"):  # `--personal a.ipynb` means the notebook
        source, kinds = Path(kinds), ALL
    if source is None:
        return usage("name the notebook to copy")
    try:
        chosen = choose(None if kinds == ALL else [kind for kind in kinds.split(",") if kind.strip()])
    except ValueError as error:
        return usage(f"--personal: {error}")
    if output.exists() and (output.is_dir() or output.samefile(source) or not options.force):
        return usage(
            f"{output}: exists; choose another --output{'' if output.is_dir() else ' or add --force'}"
        )
    names = NamesPass() if enabled() else None
    known = known_beside(source)
    try:
        # What the policy lets through is in the copy all the same; what it adds is looked for.
        own = load_config(source.absolute().parent, {}).own
        scan_text = get_detector(own).scan if own else None
        document = read_document(source, read_regular(source))
        if not document.is_notebook or document.of_format is not None:
            return usage(f"{source}: is no .ipynb notebook; only those can be shared")
        columns = _columns_read_by(source, chosen) if kinds else ()
        personal = Personal(chosen, columns, names)
        shared = clean_copy(
            document.notebook,
            source,
            options.outputs,
            scan_text=scan_text,
            personal=personal,
            known=known,
        )
    except OSError as error:
        return _failed(source, f"cannot be read: {error.strerror}")
    except (ConfigError, NotEditableError, UnreadableNotebookError) as error:
        return _failed(source, str(error))
    except Refusal as refusal:
        complain([f"{source}: {refusal.message}"])
        return BROKEN
    text = json.dumps(shared.notebook, indent=1, ensure_ascii=False) + "\n"
    try:
        write_whole(output, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        why = reason_of(error)
        return usage(f"{output}: was not written: {why}")
    # What is on the disk is what somebody gets: that is scanned, as `ct-jupyter scan` scans it.
    (scanned,) = check_targets(
        [Target(output, output.name)],
        jobs=1,
        data_root=output.absolute().parent,
        names=names,
        additions=Additions(own),
    )
    for line in report_words(shared, output, chosen, scanned):
        say([line])
    if shared.report.personal_failed:
        return BROKEN
    return INCOMPLETE if scanned.errors else HOLDS


def report_words(shared: Shared, output: Path, chosen: Chosen, scanned: Checked) -> Iterator[str]:  # noqa: C901  # a line for each thing that may be told
    """Yield what was done to the copy, and what is still in it.

    Parameters
    ----------
    scanned
        The written copy.
    """
    report = shared.report
    unseen = "" if report.looked_for_names else "; names of people were not looked for"
    if report.clean and not scanned.findings and not scanned.errors:
        paint = coloured if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else plain
        tick = paint("✔ ", "green") if sys.stdout.isatty() else ""
        yield f"{tick}{output}: a scan of the copy found no secrets and no personal data{unseen}."
    elif scanned.errors:
        yield f"{output}: the copy could not be scanned in full."
    else:
        yield f"{output}: a scan of the copy found what is listed below{unseen}."
    for error in scanned.errors:
        yield f"Not scanned: {error.path}: {error.message}"
    if report.places or report.copies:
        yield f"Secrets redacted: {report.places} in the source, {report.copies} in outputs and metadata."
    if report.personal_taken:
        yield f"Personal data redacted: {_kinds(report.personal_taken)}."
    for wanted, why in ((False, "it was not chosen"), (True, "it could not be taken out")):
        if kinds := [_told(kind) for kind in report.personal_left if chosen(kind.kind) is wanted]:
            yield f"Personal data that stays, as {why}: {', '.join(kinds)}."
    told = {kind.kind: kind.count for kind in report.personal_left}
    if others := [_told(kind) for kind in report.left if kind.count > told.get(kind.kind, 0)]:
        yield f"Also found in the copy, some of it of low confidence: {', '.join(others)}."
    if files := _data_files(scanned.findings):
        yield f"Personal data in files that it reads, and that are not part of it: {', '.join(files)}"
    if report.outputs_dropped:
        yield f"Outputs that were left out: {report.outputs_dropped}"
    if report.needed:
        yield f"To run it, set: {', '.join(report.needed)}"
    if report.pictures:
        cells = ", ".join(map(str, report.pictures))
        yield f"Look at the images in cell {cells}: a picture may show what was redacted."
    if other := [number for number in report.images if number not in report.pictures]:
        yield f"Images and attachments are not read: look at cell {', '.join(map(str, other))}."
    if not report.looked_for_names and chosen(PERSON):
        yield (
            "Only names that words announce are found; to have names looked for everywhere: "
            'pip install "ct_jupyter[names]"'
        )
    if report.suppressed:
        yield f"Findings that somebody chose to ignore, and that are in the copy: {report.suppressed}"
    yield from report.notes


def _columns_read_by(notebook: Path, chosen: Chosen) -> tuple[str, ...]:
    """Return the columns of the data beside a notebook that it reads and that hold what is to go."""
    found = [
        finding
        for checked in check_targets([Target(notebook, notebook.name)], jobs=1, data_root=notebook.parent)
        for finding in checked.findings
    ]
    return tuple(
        sorted(
            {
                part
                for finding in found
                if finding.part == "data" and finding.column_name and is_personal(finding.weakness_id)
                if chosen(kind_of(finding.weakness_id))
                for part in (finding.column_name, finding.column_name.rpartition(".")[2])
            }
        )
    )


def _data_files(findings: list[Finding]) -> list[str]:
    return sorted({one.column.path for one in findings if one.part == "data" and one.column is not None})


def _kinds(taken: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind.removeprefix(PREFIX)}" for kind, count in taken.items())


def _told(kind: KindFound) -> str:
    cells = ", ".join(map(str, kind.cells))
    where = f"cell {cells}" if cells else "the metadata"
    return f"{kind.count} {kind.kind.removeprefix(PREFIX)} ({where})"


def _failed(source: Path, message: str) -> int:
    complain([f"ct-jupyter: error: {source}: {message}"])
    return INCOMPLETE
