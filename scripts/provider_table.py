#!/usr/bin/env python3
"""Write docs/providers.md, the table of what is found, from the rule files.

python scripts/provider_table.py          # write it
python scripts/provider_table.py --check  # fail where it is not up to date
"""

from __future__ import annotations

import sys

import generated  # first: it says where the package is

from ct_jupyter.detection import Rule, load_rules
from ct_jupyter.detection.personal.personal_kinds import is_personal

HEAD = """\
# What is found

Made from `ct_jupyter/detection/rules/*.toml` by `scripts/provider_table.py`; edit those. [rules.md](rules.md)
says how to add one.

{rules} rules for {providers} providers and forms.

<!-- prettier-ignore-start -->

| Provider | What | Weakness id | Severity | Known by |
| --- | --- | --- | --- | --- |
"""


def row(rule: Rule) -> str:
    """Return the table's line for ``rule``."""
    known_by = "the name that it is given to" if rule.name else "its form"
    if is_personal(rule.id):
        known_by = "form and surroundings" if rule.pattern else "the column's header and values"
    title = rule.title.replace("|", "\\|")
    return (
        f"| {rule.provider} | [{title}]({rule.source}) | `{rule.id}` | {rule.severity.value} | {known_by} |"
    )


def table() -> str:
    """Return the whole page."""
    rules = sorted(load_rules(), key=lambda rule: (rule.provider.lower(), rule.id))
    head = HEAD.format(rules=len(rules), providers=len({rule.provider for rule in rules}))
    return head + "\n".join(map(row, rules)) + "\n\n<!-- prettier-ignore-end -->\n"


def main() -> int:
    """Write the page, or compare it."""
    return generated.keep({"docs/providers.md": table()}, "provider_table.py")


if __name__ == "__main__":
    sys.exit(main())
