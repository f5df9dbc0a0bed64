"""The files that are to be looked at, without what the configuration leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..policy.config import Config
from ..policy.paths import path_matches
from ..scan import Missing, ScanError, Target, walk


def excluded_by(config: Config, place_of: Callable[[str], str | None]) -> Callable[[str], bool]:
    """Return what tells whether the configuration leaves a path out."""
    return lambda shown: path_matches(place_of(shown) or shown, config.exclude)


def targets_below(
    paths: Iterable[Path],
    root: Path,
    config: Config,
    place_of: Callable[[str], str | None],
    *,
    data: bool = True,
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
    """
    excluded = excluded_by(config, place_of)
    targets: list[Target] = []
    errors: list[ScanError] = []
    for found in walk(paths, root, data=data):
        if isinstance(found, Missing):
            errors.append(ScanError(path=found.shown, message=found.message))
        elif not excluded(found.shown):
            targets.append(found)
    return targets, errors
