"""Every format, made of the same findings and read back by what its readers use."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import uuid
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.findings.finding import Finding, Position, ScanError, Suppression
from ct_jupyter.reports.formats import FORMATS, render, write_report
from ct_jupyter.reports.report import Report, Scanned
from ct_jupyter.reports.words import Surroundings, stable_ids
from tests.reports.test_terminal import changed, column

SCHEMAS = Path(__file__).parent / "schemas"
NASTY = '=cmd|"</script><img src=x onerror=alert(1)>\x1b[2J\n#]]>`,.ipynb'
AROUND = Surroundings(
    link=lambda finding: f"https://forge.example/{finding.file_line}?a=1&b=2",
    commit="ab" * 20,
    started="2026-11-23T07:00:00",
)


def findings() -> list[Finding]:
    return [
        changed(file_line=41),
        changed(file_line=41, start=Position(2, 1, 30)),
        changed(
            path=NASTY, severity=Severity.HIGH, weakness_id="secret.generic.password", title="Password",
            part="output", output=2, mime="text/html", pointer="/a", context="password = •••",
        ),
        changed(severity=Severity.LOW, confidence=Confidence.LOW, note="checksum does not fit"),
        changed(suppressed=Suppression("comment", "used in tests")),
        changed(suppressed=Suppression("baseline", "")),
        changed(cell=None, part="metadata", commit="cd" * 20, commit_date="2026-01-02T03:04:05+00:00"),
        changed(known=True, severity=Severity.MEDIUM),
    ]  # fmt: skip


@pytest.fixture
def report() -> Report:
    return Report(
        findings=findings(),
        errors=[ScanError("cut.ipynb", "ends in the middle"), ScanError(NASTY, "is <not> read")],
        scanned=Scanned(3, 2, 20, 40_960, 0.1),
    )


def validated(data: bytes, schema: str) -> Any:
    value = json.loads(data)
    jsonschema.validate(value, json.loads((SCHEMAS / schema).read_bytes()))
    return value


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("empty", [False, True])
def test_every_format_is_written_also_without_findings(
    name: str, empty: bool, report: Report, tmp_path: Path
) -> None:
    place = tmp_path / "deep" / "r"
    write_report(name, place, Report() if empty else report, AROUND)
    assert place.stat().st_size > 0
    assert [path.name for path in place.parent.iterdir()] == ["r"]


def test_sarif_is_valid_and_says_everything_a_code_scanning_page_shows(report: Report) -> None:
    [run] = validated(render("sarif", report, AROUND), "sarif-2.1.0.json")["runs"]
    first = run["results"][0]
    [location] = first["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 41}
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a/b.ipynb"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "a/b.ipynb:cell_3:1:11"
    rule = run["tool"]["driver"]["rules"][first["ruleIndex"]]
    assert rule["id"] == first["ruleId"] == "secret.openai.api-key"
    assert "platform.openai.com" in rule["help"]["text"]
    assert float(rule["properties"]["security-severity"]) >= 9
    assert [result["level"] for result in run["results"]] == [
        *("error", "error", "error", "note", "error", "error", "error", "warning")
    ]
    assert run["results"][4]["suppressions"] == [{"kind": "inSource", "justification": "used in tests"}]
    assert run["results"][5]["suppressions"][0]["kind"] == "external"
    assert [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]] == [
        "ends in the middle", "is <not> read",
    ]  # fmt: skip
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_names_a_value_by_its_fingerprint_only_where_the_key_is_shared(report: Report) -> None:
    private = json.loads(render("sarif", report, Surroundings()))["runs"][0]["results"][0]
    shared = json.loads(render("sarif", report, Surroundings(shared_key=True)))["runs"][0]["results"][0]
    assert set(private["partialFingerprints"]) == {"ctJupyterPlace/v1"}
    assert set(shared["partialFingerprints"]) == {"ctJupyterPlace/v1", "ctJupyterValue/v1"}


def test_sarif_is_read_back_by_sarif_tools(report: Report, tmp_path: Path) -> None:
    write_report("sarif", tmp_path / "r.sarif", report, AROUND)
    out = subprocess.run(
        [sys.executable, "-m", "sarif", "summary", str(tmp_path / "r.sarif")],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert re.search(r"^error: [1-9]", out, re.MULTILINE)
    assert "secret.openai.api-key" in out
    assert re.search(r"^warning: 1", out, re.MULTILINE)


def test_ids_stay_when_cells_move_and_differ_between_findings() -> None:
    ids = stable_ids(findings())
    assert len(set(ids)) == len(ids)
    moved = [changed(cell=9, file_line=99), changed(cell=10)]
    assert stable_ids(moved) == ids[:2]


def test_gitlab_gets_what_counts_with_file_line_and_commit(report: Report) -> None:
    written = validated(render("gitlab", report, AROUND), "gitlab-secret-detection-15.2.4.json")
    assert written["scan"]["type"] == "secret_detection"
    assert written["scan"]["status"] == "failure"
    assert len(written["vulnerabilities"]) == 6
    first = written["vulnerabilities"][0]
    assert uuid.UUID(first["id"])
    assert first["severity"] == "Critical"
    assert first["location"] == {
        "file": "a/b.ipynb", "start_line": 41, "end_line": 41, "commit": {"sha": "ab" * 20},
    }  # fmt: skip
    assert first["identifiers"][0]["value"] == "secret.openai.api-key"
    assert "raw_source_code_extract" not in json.dumps(written)
    assert written["vulnerabilities"][4]["location"]["commit"]["sha"] == "cd" * 20


def test_gitlab_takes_a_report_without_findings_and_one_without_a_commit(report: Report) -> None:
    schema = "gitlab-secret-detection-15.2.4.json"
    assert validated(render("gitlab", Report(), Surroundings()), schema)["vulnerabilities"] == []
    assert validated(render("gitlab", report, Surroundings()), schema)["vulnerabilities"]
    written = json.loads(render("gitlab", report, AROUND))
    del written["vulnerabilities"][0]["location"]["commit"]
    with pytest.raises(jsonschema.ValidationError, match="commit"):
        validated(json.dumps(written).encode(), schema)


def test_code_quality_has_the_fields_that_gitlab_asks_for(report: Report) -> None:
    issues = json.loads(render("codequality", report, AROUND))
    assert len(issues) == 6
    assert len({issue["fingerprint"] for issue in issues}) == 6
    for issue in issues:
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
        jsonschema.validate(
            {"type": "issue", "remediation_points": 1, **issue},
            json.loads((SCHEMAS / "codeclimate.json").read_bytes()),
        )


def test_junit_fails_for_what_counts_and_skips_the_rest(report: Report) -> None:
    suites = ElementTree.fromstring(render("junit", report, AROUND))
    [suite] = suites
    assert suite.attrib["tests"] == str(len(suite)) == "10"
    assert suite.attrib["failures"] == str(len(suite.findall("testcase/failure"))) == "5"
    assert suite.attrib["skipped"] == str(len(suite.findall("testcase/skipped"))) == "3"
    assert suite.attrib["errors"] == str(len(suite.findall("testcase/error"))) == "2"
    assert "https://forge.example/41" in (suite.find("testcase/failure").text or "")
    [clean] = ElementTree.fromstring(render("junit", Report(), AROUND))
    assert (clean.attrib["tests"], clean.attrib["failures"]) == ("1", "0")


def test_csv_has_a_row_a_finding_and_no_formula(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", report, AROUND).decode(), newline="")))
    assert len(rows) == len(report.findings)
    assert rows[0]["weakness_id"] == "secret.openai.api-key"
    assert rows[0]["link"] == "https://forge.example/41?a=1&b=2"
    assert rows[2]["path"] == f"'{NASTY}"
    assert rows[4]["suppressed"] == "comment"
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


def test_a_column_of_a_data_file_has_its_share_in_every_report() -> None:
    found = Report(findings=[column()])
    assert "by column" not in render("html", Report(findings=findings()), AROUND).decode()
    page = render("html", found, AROUND).decode()
    assert "Share of rows, by column" in page
    assert '<rect class="medium" width="10"' in page, "1 % of the width of 1,000"
    assert "data/people.csv: mail" in page
    [row] = csv.DictReader(io.StringIO(render("csv", found, AROUND).decode(), newline=""))
    assert (row["column_name"], row["data_path"], row["rows"], row["hits"]) == (
        *("mail", "data/people.csv", "4000", "40"),
    )
    [run] = validated(render("sarif", found, AROUND), "sarif-2.1.0.json")["runs"]
    assert run["results"][0]["message"]["text"] == "E-mail address in column mail, in 40 of 4,000 rows."
    for name in ("markdown", "junit", "gitlab"):
        assert "40 of 4,000 rows" in render(name, found, AROUND).decode()


def test_markdown_lists_what_counts_and_stays_within_a_comment(report: Report) -> None:
    text = render("markdown", report, AROUND).decode()
    assert "| critical | 3 |" in text
    assert "3 more are suppressed" in text
    assert "<script" not in text.replace("\\<", "")
    for line in text.splitlines():
        if line.startswith("| "):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 5)
    many = Report(findings=[changed(path=f"{n}.ipynb") for n in range(2_000)])
    long = render("markdown", many, AROUND).decode()
    assert len(long) < 65_536
    assert "more findings in the full report" in long
    assert "No secrets found" in render("markdown", Report(), AROUND).decode()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_loads_nothing_runs_only_its_own_script_and_escapes_names(report: Report) -> None:
    text = render("html", report, AROUND).decode()
    page = _Page()
    page.feed(text)
    names = [tag for tag, _ in page.tags]
    assert not {"img", "link", "iframe", "object", "base"} & set(names)
    assert names.count("script") == 1
    assert not any(name.startswith("on") or name == "src" for _, attrs in page.tags for name in attrs)
    [policy] = [attrs["content"] for tag, attrs in page.tags if "http-equiv" in attrs]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    rows = [attrs for tag, attrs in page.tags if tag == "tr" and "data-severity" in attrs]
    assert len(rows) == len(report.findings)
    assert sum(attrs["data-off"] == "yes" for attrs in rows) == 3
    assert "password = •••" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert all((attrs.get("href") or "").startswith("https://") for tag, attrs in page.tags if tag == "a")
