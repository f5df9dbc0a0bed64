"""A page of its own: charts, filters and every finding; opens offline, prints, and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from html import escape
from importlib import resources

from ..detection.model import Severity
from ..findings.finding import Finding
from ..policy.gate import counts
from .report import Report
from .terminal import plural, printable
from .words import Surroundings, by_severity, how_to_fix, notes_on, place, why_and_remedy

_TITLE = "Secrets and personal data in notebooks"
_FOLDERS = 12
_COLUMNS = 24
_WIDTH = 1000


def render(report: Report, around: Surroundings) -> bytes:
    """Return the page."""
    style, script = _file("page.css"), _file("page.js")
    # Only our own script may run, and nothing may be loaded: a file's name can be anything.
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    counted = [finding for finding in report.findings if counts(finding)]
    folders = Counter(_folder(finding) for finding in counted)
    body = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_TITLE}</title><style>{style}</style></head><body>",
        f"<header><h1>{_TITLE}</h1><p>{_summary(report, counted, around)}</p></header>",
        '<section class="charts">',
        *_severity_chart(counted),
        *_folder_chart(folders),
        *_column_chart(counted),
        "</section>",
        *_errors(report),
        *_table(report, around),
        f"<script>{script}</script></body></html>",
    ]
    return ("\n".join(body) + "\n").encode("utf-8", "replace")


def _summary(report: Report, counted: list[Finding], around: Surroundings) -> str:
    rest = len(report.findings) - len(counted)
    scanned = report.scanned
    parts = [f"<strong>{plural(len(counted), 'finding')}</strong>"]
    if rest:
        parts.append(f"{rest} suppressed, in the baseline or of low confidence")
    parts.append(f"{plural(scanned.files, 'file')} and {plural(scanned.cells, 'cell')} scanned")
    if around.commit:
        parts.append(f"commit <code>{escape(around.commit[:12])}</code>")
    if around.started:
        parts.append(escape(around.started.replace("T", " ")) + " UTC")
    parts.append(f'<span class="quiet">ct-jupyter {escape(report.tool.version)}</span>')
    return " · ".join(parts)


def _severity_chart(counted: list[Finding]) -> list[str]:
    numbers = by_severity(counted)
    bars = [
        _bar(severity.value, count, max(numbers.values()), severity.value)
        for severity, count in numbers.items()
    ]
    return ['<div class="card"><h2>By severity</h2>', *bars, "</div>"]


def _folder_chart(folders: Counter[str]) -> list[str]:
    most = folders.most_common(_FOLDERS)
    bars = [_bar(folder, count, most[0][1]) for folder, count in most]
    rest = len(folders) - len(most)
    more = [f'<p class="quiet">and {plural(rest, "more folder")}</p>'] if rest > 0 else []
    return ['<div class="card"><h2>By folder</h2>', *(bars or ['<p class="quiet">none</p>']), *more, "</div>"]


def _column_chart(counted: list[Finding]) -> list[str]:
    """Return the share of each column that is personal data; once, however many cells read the file."""
    shares = {
        (finding.column.path, finding.column_name or "", finding.title): finding
        for finding in counted
        if finding.column is not None
    }
    if not shares:
        return []
    bars = []
    for (path, name, title), finding in list(shares.items())[:_COLUMNS]:
        assert finding.column is not None
        bars.append(
            _bar(
                f"{path}: {name} ({title})",
                finding.column.hits,
                finding.column.rows,
                finding.severity.value,
                f"{finding.column.hits / max(finding.column.rows, 1):.0%}",
            )
        )
    rest = len(shares) - _COLUMNS
    more = [f'<p class="quiet">and {plural(rest, "more column")}</p>'] if rest > 0 else []
    return ['<div class="card wide"><h2>Share of rows, by column</h2>', *bars, *more, "</div>"]


def _bar(name: str, count: int, most: int, kind: str = "", shown: str = "") -> str:
    width = _WIDTH * count // max(most, 1)
    return (
        f'<div class="bar"><span title="{_shown(name)}">{_shown(name)}</span>'
        f'<svg viewBox="0 0 {_WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{kind}" width="{width}" height="10"/></svg><b>{shown or count}</b></div>'
    )


def _errors(report: Report) -> list[str]:
    if not report.errors:
        return []
    items = [
        f"<li><code>{_shown(error.path)}</code>: {_shown(error.message)}</li>" for error in report.errors
    ]
    return ['<section class="card"><h2>Not scanned</h2><ul>', *items, "</ul></section>"]


def _table(report: Report, around: Surroundings) -> list[str]:
    folders = sorted({_folder(finding) for finding in report.findings})
    boxes = [
        f'<label><input type="checkbox" name="severity" value="{severity.value}" checked> '
        f"{severity.value}</label>"
        for severity in Severity
    ]
    choices = [f'<option value="{_shown(folder)}">{_shown(folder)}</option>' for folder in folders]
    return [
        '<form hidden aria-label="Filters">',
        *boxes,
        '<label><input type="checkbox" name="off"> those that do not count</label>',
        '<label>Folder <select name="folder"><option value="">all</option>',
        *choices,
        "</select></label>",
        '<label>Text <input type="search" name="text"></label>',
        '<output id="shown" class="quiet"></output>',
        "</form>",
        "<table><thead><tr><th>Severity</th><th>Where</th><th>What, and what to do</th></tr></thead><tbody>",
        *(_row(finding, around) for finding in report.findings),
        "</tbody></table>",
        "" if report.findings else "<p>No secrets found, and no personal data.</p>",
    ]


def _row(finding: Finding, around: Surroundings) -> str:
    off = not counts(finding)
    severity = finding.severity.value
    where = f"<code>{_shown(finding.path)}</code><br>{_shown(place(finding))}"
    if link := around.link(finding):
        where = f'<a href="{escape(link)}">{where}</a>'
    notes = notes_on(finding)
    if finding.commit:
        date = (finding.commit_date or "")[:10]
        notes.append(f"in commit {finding.commit[:8]} {date}".rstrip())
    if finding.known:
        notes.append("there before this change")
    if finding.suppressed is not None:
        reason = finding.suppressed.reason or "no reason given"
        notes.append(f"suppressed by {finding.suppressed.kind}: {reason}")
    context = f"<pre>{_shown(finding.context)}</pre>" if finding.context else ""
    source = why_and_remedy(finding.weakness_id, around.own)[2]
    fix = how_to_fix(finding, around.own)
    title = _shown(finding.title)
    titled = f'<a href="{escape(source)}">{title}</a>' if source.startswith("https://") else title
    return (
        f'<tr data-severity="{severity}" data-folder="{_shown(_folder(finding))}"'
        f' data-off="{"yes" if off else "no"}"{" class=off" if off else ""}>'
        f'<td><span class="severity {severity}">{severity}</span></td>'
        f"<td>{where}{context}</td>"
        f"<td>{titled} <code>{escape(finding.weakness_id)}</code><br>{_shown(fix)}"
        f"{''.join(f'<br><span class=quiet>{_shown(note)}</span>' for note in notes)}</td></tr>"
    )


def _folder(finding: Finding) -> str:
    return finding.path.rpartition("/")[0] or "."


def _shown(text: str) -> str:
    return escape(printable(text))


def _file(name: str) -> str:
    return (resources.files(__package__) / "page" / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
