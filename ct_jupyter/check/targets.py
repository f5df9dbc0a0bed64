"""The files that are to be looked at, without what the configuration leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ..datasets.kinds import is_data_file, is_notebook
from ..findings.finding import ScanError
from ..findings.passed_over import HEAD_BYTES, PassedOver, reason_for
from ..policy.config import Config
from ..policy.paths import path_matches
from .walk import Missing, Target, walk


def excluded_by(config: Config, place_of: Callable[[str], str | None]) -> Callable[[str], bool]:
    """Return what tells whether the configuration leaves a path out."""
    return lambda shown: path_matches(place_of(shown) or shown, config.exclude)


def targets_below(  # noqa: PLR0913  # what a walk goes by
    paths: Iterable[Path],
    root: Path,
    config: Config,
    place_of: Callable[[str], str | None],
    *,
    data: bool = True,
    text: bool = False,
    passed_over: list[PassedOver] | None = None,
) -> tuple[list[Target], list[ScanError]]:
    """Return the files below ``paths``, and an error for each path that is not there.

    Parameters
    ----------
    root
        What the files are shown relative to.
    place_of
        Gives the path that the configuration's globs are held against; None where it lies elsewhere.
    data
        Whether data files count.
    text
        Whether every other text file counts.
    passed_over
        Gets what is left out.
    """
    passed = [] if passed_over is None else passed_over
    source = config.sources.get("exclude", "the configuration").partition(": ")[0]
    excluded = excluded_by(config, place_of)
    targets: list[Target] = []
    errors: list[ScanError] = []
    for found in walk(paths, root, data=data, text=text, tell=passed.append):
        if isinstance(found, Missing):
            errors.append(ScanError(path=found.shown, message=found.message))
        elif excluded(found.shown):
            passed.append(PassedOver(found.shown, f"excluded by {source}"))
        else:
            targets.append(found)
    return targets, errors


def without_binaries(targets: Iterable[Target], passed_over: list[PassedOver]) -> list[Target]:
    """Return ``targets`` without those that are neither notebooks nor data nor text of a size people write.

    They are added to ``passed_over``.
    """
    kept = []
    for target in targets:
        if (why := _why_not(target.path)) is None:
            kept.append(target)
        else:
            passed_over.append(PassedOver(target.shown, why))
    return kept


def _why_not(path: Path) -> str | None:
    with suppress(OSError):  # whoever reads it says so
        if path.is_file() and not is_notebook(path.name):
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
            if not is_data_file(path.name, lambda _: head):
                return reason_for(path.stat().st_size, head)
    return None
