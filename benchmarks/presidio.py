"""Presidio's pattern recognisers on notebooks: ``python -m benchmarks.presidio FOLDER REPORT``.

Runs in .venv-bench, with a blank spaCy pipeline, so that no model is needed: what its patterns, validators
and context words find. Results under a score of 0.4 are left out, which is what it gives a telephone number
without context; with them its precision is a third of what it is. Names and places, which it leaves to a
model, are not compared.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Presidio's kinds by the weakness ids that the scorer knows.
_KINDS = {
    "EMAIL_ADDRESS": "pii.email",
    "PHONE_NUMBER": "pii.phone",
    "CREDIT_CARD": "pii.credit-card",
    "IBAN_CODE": "pii.iban",
    "IP_ADDRESS": "pii.ip-address",
    "MAC_ADDRESS": "pii.mac-address",
    "CRYPTO": "pii.crypto-wallet",
    "US_BANK_NUMBER": "pii.bank-account",
    "US_PASSPORT": "pii.passport",
    "US_DRIVER_LICENSE": "pii.driver-license",
}
_LEAST = 0.4
_NO_NATIONAL = {"DATE_TIME", "URL", "NRP", "LOCATION", "PERSON", "ORGANIZATION", "MEDICAL_LICENSE"}


def main(arguments: Sequence[str]) -> int:
    """Scan every source and output, and write the report."""
    folder, report = arguments
    analyzer = _analyzer()
    findings = []
    for path in sorted(Path(folder).glob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
            for part, text in _texts(cell):
                for result in analyzer.analyze(text, language="en", score_threshold=_LEAST):
                    kind = _KINDS.get(result.entity_type)
                    if kind is None and result.entity_type not in _NO_NATIONAL:
                        kind = "pii.national-id." + result.entity_type.lower().replace("_", "-")
                    if kind is not None:
                        place = {"start": {"offset": result.start}, "end": {"offset": result.end}}
                        findings.append(
                            {"path": path.name, "weakness_id": kind, "cell": number, "part": part, **place}
                        )
    Path(report).write_text(json.dumps({"findings": findings, "errors": []}), encoding="utf-8")
    return 0


def _texts(cell: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the texts that the scorer wrote, each with its kind of part."""
    texts = [("output", "".join(output.get("text", ""))) for output in cell.get("outputs", [])]
    texts += [("output", "".join(o.get("data", {}).get("text/html", ""))) for o in cell.get("outputs", [])]
    return [(part, text) for part, text in (("source", "".join(cell["source"])), *texts) if text]


def _analyzer() -> Any:
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts, SpacyNlpEngine

    class Blank(SpacyNlpEngine):  # type: ignore[misc]
        """A tokenizer and nothing else."""

        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"en": spacy.blank("en")}

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            document = self.nlp[language](text)
            words = [token.text.lower() for token in document]
            starts = [token.idx for token in document]
            return NlpArtifacts([], document, starts, words, self, language)

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    registry.recognizers = [r for r in registry.recognizers if "Spacy" not in type(r).__name__]
    return AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
