"""What the configuration and the baseline suppress, on top of what the notebooks say themselves."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..findings.finding import Finding, Suppression
from .baseline import Baseline, Entry
from .config import Config
from .kinds import named
from .notices import Notice
from .paths import path_matches
from .settings import AllowRule, IgnoreRule
from .suppressions import today

PlaceOf = Callable[[str], str | None]
"""A report's path to one relative to the configuration; None outside of it."""


class Applied(NamedTuple):
    """Findings as the policy sees them."""

    findings: list[Finding]
    notices: list[Notice]


class _Below(msgspec.Struct, frozen=True):
    """Turns paths; a function could not be sent to other processes."""

    prefix: str = ""
    """Put in front."""
    cut: str = ""
    """Taken off the front of a path, which is outside where it does not begin so."""

    def __call__(self, path: str) -> str | None:
        if self.cut:
            return path.removeprefix(self.cut) if path.startswith(self.cut) else None
        return f"{self.prefix}/{path}" if self.prefix else path


def _outside(_: str) -> None:
    return None


def place_below(root: Path, shown_from: Path) -> PlaceOf:
    """Return what turns a path that is relative to ``shown_from`` into one relative to ``root``."""
    try:
        prefix = shown_from.absolute().relative_to(root.absolute())
    except ValueError:
        try:
            return _Below(cut=root.absolute().relative_to(shown_from.absolute()).as_posix() + "/")
        except ValueError:
            return _outside
    return _Below(prefix="" if prefix == Path() else prefix.as_posix())


def apply_policy(
    findings: Iterable[Finding],
    config: Config,
    baseline: Baseline | None,
    place_of: PlaceOf,
    *,
    complete: bool,
    may_move: Callable[[Finding], bool] = lambda _: True,
) -> Applied:
    """Leave out what is switched off; suppress what ``ignore``, ``allow`` and the baseline name.

    Parameters
    ----------
    findings
        With fingerprints of the baseline's key, where there is one.
    complete
        Whether everything was scanned, so that an entry that names nothing can be told.
    may_move
        Whether a finding may be what the baseline knows of a file that is no longer there.
    """
    used: set[object] = set()
    entries = _by_value(baseline)
    applied = []
    refused: list[Notice] = []
    for finding in findings:
        if named(finding.weakness_id, config.disable):
            continue
        if config.suppressions_need == "base" and finding.suppressed is not None and finding.suppressed.added:
            refused.append(_refusal(finding))
            finding = msgspec.structs.replace(finding, suppressed=None)
        place = place_of(finding.path)
        if finding.suppressed is not None and finding.suppressed.kind == "value":
            used.update(one for one in config.allow if one.at == finding.suppressed.at)
        if finding.suppressed is None and place is not None:
            known = entries.get((finding.weakness_id, finding.fingerprint), ())
            if not may_move(finding):
                known = [entry for entry in known if entry.path == place]
            finding, by = _decide(finding, place, _data_place(finding, place_of), config, known)
            used.add(by)
        applied.append(finding)
    return Applied(applied, refused + _notices(config, baseline, used, complete=complete))


def _refusal(finding: Finding) -> Notice:
    kind = finding.suppressed.kind if finding.suppressed else ""
    return Notice(
        finding.path,
        f"the {kind} that ignores {finding.weakness_id} does not count, as this change adds it "
        "(suppressions_need is base)",
        finding.cell,
        finding.start.line if finding.part == "source" else None,
    )


def _data_place(finding: Finding, place_of: Callable[[str], str | None]) -> str | None:
    """Return the path of the data file, where a finding stands at the cell that reads it."""
    if finding.column is None or finding.column.path == finding.path:
        return None
    return place_of(finding.column.path)


def _decide(
    finding: Finding,
    place: str,
    data_place: str | None,
    config: Config,
    known: Sequence[Entry],
) -> tuple[Finding, object]:
    def because(suppression: Suppression) -> Finding:
        return msgspec.structs.replace(finding, suppressed=suppression)

    for rule in config.ignore:
        if (
            not expired(rule)
            and any(path_matches(one, rule.paths) for one in (place, data_place) if one is not None)
            and named(finding.weakness_id, rule.weakness)
        ):
            return because(Suppression("path", rule.reason, until=rule.until, at=rule.at)), rule
    for allowed in config.allow:
        if allowed.fingerprint and not expired(allowed) and finding.fingerprint == allowed.fingerprint:
            return because(Suppression("value", allowed.reason, until=allowed.until, at=allowed.at)), allowed
    for entry in known:
        # A file that is no longer there was renamed: what is known of it goes along.
        if entry.speaks_for(place, config.root):
            return because(entry.suppression), entry
    return finding, None


def _by_value(baseline: Baseline | None) -> dict[tuple[str, str], list[Entry]]:
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in baseline.entries if baseline else ():
        if not entry.expired():
            found.setdefault((entry.weakness_id, entry.fingerprint), []).append(entry)
    return found


def _notices(config: Config, baseline: Baseline | None, used: set[object], *, complete: bool) -> list[Notice]:
    notices: list[Notice] = []
    settings = next((source for source in config.sources.values() if source.endswith(".toml")), "")
    rules: list[tuple[IgnoreRule | AllowRule, str]] = [
        *((rule, f"ignore of {', '.join(rule.paths)}") for rule in config.ignore),
        *((rule, f"allow of {rule.name}") for rule in config.allow),
    ]
    for rule, what in rules:
        if expired(rule):
            notices.append(Notice(settings, f"{what} expired on {rule.until}; look at it again"))
        elif complete and rule not in used:
            notices.append(Notice(settings, f"{what} suppresses nothing; remove it"))
    if baseline is not None:
        name = config.baseline.name
        notices += [
            Notice(
                entry.path,
                f"the baseline's {entry.weakness_id} ({entry.reason}) has expired; look at it again with: "
                "ct-jupyter audit",
            )
            for entry in baseline.entries
            if entry.expired()
        ]
        if baseline.is_old:
            notices.append(
                Notice(
                    name,
                    "its fingerprints are of an old form, from which values can be guessed; rewrite it with: "
                    "ct-jupyter baseline",
                )
            )
        gone = sum(entry not in used and not entry.expired() for entry in baseline.entries)
        if complete and gone:
            notices.append(
                Notice(
                    name, f"{gone} of its entries are no longer found; update it with: ct-jupyter baseline"
                )
            )
    return notices


def expired(rule: IgnoreRule | AllowRule) -> bool:
    """Whether the day that a rule of the policy names has passed."""
    until: datetime.date | None = rule.until
    return until is not None and until < today()
