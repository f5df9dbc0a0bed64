"""Write what others need of ``detection/personal/personal_kinds.py``, so that each kind is said once.

The front end gets ``src/model/personalKinds.ts``. The settings' schema, ``docs/personal-data.md`` and the
pseudonyms (which also run where ct_jupyter is not installed) get a part each. With ``--check`` it only says
what is out of date.
"""

from __future__ import annotations

import json
import re
import sys

import generated  # first: it says where the package is

from ct_jupyter.detection.personal.personal_kinds import KINDS, PREFIX, SPECIAL, PersonalKind, kind_of
from ct_jupyter.detection.rule_files import rules_by_id

_FAKES = re.compile(r"(FAKES: dict\[str, Change\] = \{\n).*?(\}\n)", re.DOTALL)
_TABLE = re.compile(r"(<!-- personal kinds:[^\n]*-->\n).*?(<!-- /personal kinds -->)", re.DOTALL)
_SETTINGS = re.compile(
    r'("personalKinds": \{[^{]*?"properties": )\{.*?\n      \}(,\n      "additionalProperties")', re.DOTALL
)
_MODULE = """\
// Made by scripts/personal_kinds.py from ct_jupyter/detection/personal/personal_kinds.py; edit that.
import type { TranslationBundle } from '@jupyterlab/translation';

/** Kinds of personal data, worst first: beginnings of weakness ids. */
export const KINDS = [
%(kinds)s
] as const;

/** Of which findings show the last characters. */
export const SHOWS_END: readonly string[] = [
%(ends)s
];

/** Values reserved for examples, and so nobody's. */
export const EXAMPLES: Readonly<Record<string, string>> = {
%(examples)s
};

/** The words for a kind. */
export function kindLabel(kind: string, trans: TranslationBundle): string {
  switch (kind) {
%(labels)s
    default:
      return kind.replace(/^pii\\./, '');
  }
}
"""


def main() -> int:
    """Write the copies; with ``--check`` say which are out of date."""
    made = {
        "src/model/personalKinds.ts": module(),
        "schema/plugin.json": with_settings(generated.read("schema/plugin.json")),
        "ct_jupyter/anonymise/pseudonyms.py": with_fakes(
            generated.read("ct_jupyter/anonymise/pseudonyms.py")
        ),
        "docs/personal-data.md": with_table(generated.read("docs/personal-data.md")),
    }
    return generated.keep(made, "personal_kinds.py")


def module() -> str:
    """Return the TypeScript module."""
    ends = [kind for kind in KINDS if kind.preview == "last-characters"]
    return _MODULE % {
        "kinds": ",\n".join(f"  '{kind.id}'" for kind in KINDS),
        "ends": ",\n".join(f"  '{kind.id}'" for kind in ends),
        "examples": ",\n".join(_example(kind) for kind in KINDS if kind.example),
        "labels": "\n".join(
            f"    case '{kind.id}':\n      return trans.__({_quoted(kind.label)});" for kind in KINDS
        ),
    }


def _example(kind: PersonalKind) -> str:
    # Our own scanner reads the module as well.
    return f"  // ct: ignore[{kind.id}] nobody's\n  '{kind.id}': {_quoted(kind.example)}"


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def with_settings(text: str) -> str:
    """Return the schema with a switch for each kind."""
    settings = {
        kind.id.removeprefix(PREFIX): {"title": kind.label, "type": "boolean", "default": True}
        for kind in KINDS
    }
    made = json.dumps(settings, indent=2, ensure_ascii=False).replace("\n", "\n      ")
    return _SETTINGS.sub(lambda found: f"{found[1]}{made}{found[2]}", text)


def with_fakes(text: str) -> str:
    """Return the pseudonyms with the function of each kind."""
    lines = [f'    "{kind.id}{end}": {function},\n' for kind in KINDS for end, function in kind.fakes.items()]
    return _FAKES.sub(lambda found: f"{found[1]}{''.join(lines)}{found[2]}", text)


def with_table(text: str) -> str:
    """Return the page with its table of kinds."""
    rows = [("kind", "weakness id", "severity", "in a column", "named in")]
    for kind in KINDS:
        rules = [rule for rule in rules_by_id().values() if kind_of(rule.id) == kind.id]
        severity = rules[0].severity.value
        column = kind.column_severity.value if kind.column_severity else severity
        shown = (
            f"`{kind.id}`"
            if rules[0].id == kind.id
            else f"`{kind.id}.{'*' if kind.id == SPECIAL else '<cc>-*'}`"
        )
        rows.append((kind.label, shown, severity, column, "; ".join(kind.law)))
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return _TABLE.sub(lambda found: f"{found[1]}\n{chr(10).join(lines)}\n\n{found[2]}", text)


if __name__ == "__main__":
    sys.exit(main())
