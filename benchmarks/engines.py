"""The engines that are measured side by side: ours, and public scanners with validation off.

The peers live in an environment of their own (``.venv-bench``, made by ``make``), so that none of them
enters the product's: this module, ``bridge.py`` and ``worker.py`` run in either, and import an engine only
when it is asked for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / ".venv-bench" / ("Scripts" if os.name == "nt" else "bin") / "python"
OURS = "ct-jupyter"
PLAIN_KINGFISHER = "kingfisher-plain"
"""Kingfisher told not to look into base64, which makes it faster."""
OUR_SCAN = [
    *(sys.executable, "-m", "ct_jupyter.cli.main"),
    *("scan", "{dir}", "--format", "json", "--output", "{out}"),
]
"""Our command line, as the scorers run it on a folder."""
NOWHERE = "http://127.0.0.1:9"


class Text(NamedTuple):
    """One decoded text, as every engine gets it."""

    text: str
    language: str


class Span(NamedTuple):
    """What an engine found, in code points of the text."""

    rule: str
    start: int
    end: int


Scan = Callable[[Text], object]
Find = Callable[[Sequence[Text]], list[list[Span]]]


def python_of(engine: str) -> Path:
    """Return the interpreter of the environment that has ``engine``."""
    return Path(sys.executable) if engine == OURS else PEERS_PYTHON


def peers() -> list[str]:
    """Return the peers that can be run here.

    Raises
    ------
    SystemExit
        Their environment is missing.
    """
    if not PEERS_PYTHON.exists():
        raise SystemExit(f"{PEERS_PYTHON.parents[1].name} is missing; `make .venv-bench/.installed` makes it")
    return ["kingfisher", "betterleaks", "credsweeper"]


def offline(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return ``environment`` with every proxy pointing nowhere, should a peer ignore its own options."""
    names = ("http_proxy", "https_proxy", "all_proxy")
    proxies = {name: NOWHERE for each in names for name in (each, each.upper())}
    return {**environment, **proxies, "NO_PROXY": "", "no_proxy": ""}


def scanner(engine: str) -> Scan:
    """Return a function that scans one text as the engine's own users do, for the clock."""
    if engine == OURS:
        detector = _ours()
        return lambda text: detector.scan(text.text, text.language)
    if engine in ("kingfisher", PLAIN_KINGFISHER):
        from kingfisher_sdk import Scanner

        scan = Scanner(base64=engine == "kingfisher").scan
        return lambda text: scan(text.text)
    if engine == "betterleaks":
        import betterleaks

        return lambda text: betterleaks.scan_string(text.text)
    raise ValueError(f"{engine} is not timed in process")


def finder(engine: str) -> Find:
    """Return a function that gives what the engine finds in each text, for the scorer."""
    if engine == "credsweeper":
        return _credsweeper
    scan = scanner(engine)
    spans: Callable[[Text, Any], list[Span]] = {
        OURS: _spans_of_ours,
        "kingfisher": _spans_of_kingfisher,
        "betterleaks": _spans_of_betterleaks,
    }[engine]
    return lambda texts: [spans(text, scan(text)) for text in texts]


def _ours() -> Any:
    from ct_jupyter.detection import get_detector

    detector = get_detector()
    detector.wait_until_ready()
    return detector


def _spans_of_ours(_text: Text, found: Any) -> list[Span]:
    return [Span(match.rule.id, match.start, match.end) for match in found]


def _spans_of_kingfisher(text: Text, found: Any) -> list[Span]:
    data = text.text.encode()
    spans = []
    for finding in found:
        if finding.visible:  # the others only complete a pair
            start, end = finding.location["start_offset"], finding.location["end_offset"]
            places = (len(data[:offset].decode(errors="replace")) for offset in (start, end))
            spans.append(Span(finding.rule_id, *places))
    return spans


def _spans_of_betterleaks(text: Text, found: Any) -> list[Span]:
    lines = text.text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    spans = []
    for finding in found:
        # Its columns are those of the whole match, so that the value is looked for on the line first.
        first, last = finding.location.start_line - 1, finding.location.end_line
        line_start = starts[min(max(first, 0), len(lines))]
        line_end = starts[min(max(last, 0), len(lines))]
        at = text.text.find(finding.secret, line_start)
        if at < 0:  # decoded from base64: the line is what it can point at
            spans.append(Span(finding.rule_id, line_start, line_end))
        else:
            spans.append(Span(finding.rule_id, at, at + len(finding.secret)))
    return spans


def _credsweeper(texts: Sequence[Text]) -> list[list[Span]]:
    """Scan all texts in one run, so that its model judges them in batches.

    As ``.txt``, with which it finds most, and without its rule for UUIDs, which are no credentials: with it
    nine of ten lines that hold one are false alarms.
    """
    from credsweeper.app import CredSweeper
    from credsweeper.file_handler.byte_content_provider import ByteContentProvider

    sweeper = CredSweeper(log_level="SILENCE")
    files = [
        ByteContentProvider(text.text.encode(), file_path=f"{number}.txt", file_type=".txt")
        for number, text in enumerate(texts)
    ]
    sweeper.scan(files, None)
    sweeper.post_processing(None)
    found: list[list[Span]] = [[] for _ in texts]
    for credential in sweeper.credential_manager.get_credentials():
        if credential.rule_name == "UUID":
            continue
        for line in credential.line_data_list:
            number = int(Path(line.path).stem)
            at = texts[number].text.find(line.value)
            if at >= 0:
                found[number].append(Span(credential.rule_name, at, at + len(line.value)))
    return found
