"""JUnit XML, as Jenkins, Azure and GitLab read it: a finding that counts is a test that failed."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..policy.gate import counts
from .report import Report
from .terminal import location
from .words import Surroundings, how_to_fix, place

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, around: Surroundings) -> bytes:
    """Return one test case a finding, one an error, and a passing one where there is neither."""
    suite = Element("testsuite", name="ct-jupyter")
    failures = skipped = 0
    for finding in report.findings:
        case = _case(suite, finding.path, f"{finding.weakness_id} in {place(finding)}", finding.file_line)
        if counts(finding):
            failures += 1
            message = f"{finding.severity.value}: {finding.title}"
            failure = SubElement(case, "failure", message=_text(message), type=finding.weakness_id)
            lines = [location(finding), around.link(finding), how_to_fix(finding, around.own)]
            failure.text = _text("\n".join(line for line in lines if line))
        else:
            skipped += 1
            why = finding.suppressed.reason if finding.suppressed else "low confidence"
            SubElement(case, "skipped", message=_text(why or "suppressed without a reason"))
    for error in report.errors:
        case = _case(suite, error.path, "can be scanned", None)
        SubElement(case, "error", message=_text(error.message), type="not-scanned")
    if len(suite) == 0:
        _case(suite, "ct-jupyter", "no secrets found, and no personal data", None)
    totals = {
        "tests": str(len(suite)),
        "failures": str(failures),
        "errors": str(len(report.errors)),
        "skipped": str(skipped),
        "time": f"{report.scanned.seconds:.3f}",
    }
    suite.attrib.update(totals)
    suites = Element("testsuites", {"name": "ct-jupyter", **totals})
    suites.append(suite)
    indent(suites)
    written: bytes = tostring(suites, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _case(suite: Element, path: str, name: str, line: int | None) -> Element:
    attributes = {"classname": _text(path), "name": _text(name), "file": _text(path)}
    return SubElement(suite, "testcase", attributes | ({"line": str(line)} if line else {}))


def _text(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
