"""Judge the rule files as a reviewer would: ``python scripts/lint_rules.py``, part of ``make lint``.

Each finding names the rule and what to do. ``docs/rules.md`` says why; ``tests/detection/test_rules.py`` runs
the examples.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ct_jupyter.detection import Detector, Rule, load_rules
from ct_jupyter.detection.checks import CHECKS
from ct_jupyter.detection.engine.patterns import FLAGS, literals
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.personal.forms import FORMS, own_forms
from ct_jupyter.detection.personal.personal_kinds import KINDS, is_personal, kind_of, personal_kind
from ct_jupyter.detection.personal.values import form_of

SHORTEST_LITERAL = 4
SHORTEST_WITH_BUDGET = 2
LONGEST_TITLE = 60
_ID = re.compile(
    r"(?:secret\.[a-z0-9]+(?:-[a-z0-9]+)*|leak|pii(?:\.national-id|\.special)?)\.[a-z0-9]+(?:-[a-z0-9]+)*"
)
_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9-]*(?::\d+)?\}")
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")


def main() -> int:
    """Print what is wrong and return 1, or 0 where nothing is."""
    rules = load_rules()
    found = list(problems(rules))
    for rule_id, problem in found:
        print(f"{rule_id}: {problem}", file=sys.stderr)
    if not found:
        providers = {rule.provider for rule in rules}
        print(f"{len(rules)} rules of {len(providers)} providers: nothing to complain of")
    return int(bool(found))


def problems(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Yield (id, what is wrong) for each defect of ``rules``."""
    rules = list(rules)
    if without := list(_without_record(rules)):
        yield from without
        return  # no detector works with such a rule
    for rule in rules:
        for problem in _problems_of(rule):
            yield rule.id, problem
    yield from _doubles(rules)
    yield from _literal_tokens(rules)


def _problems_of(rule: Rule) -> Iterator[str]:  # noqa: C901  # a branch for each thing that may be wrong
    if not _ID.fullmatch(rule.id):
        yield "the id is not secret.<provider>.<what>, leak.<what> or pii.<what> in lower case"
    if not rule.title or rule.title.endswith(".") or len(rule.title) > LONGEST_TITLE:
        yield f"the title is empty, a sentence, or longer than {LONGEST_TITLE} characters"
    if not rule.provider:
        yield "no provider"
    page = urlsplit(rule.source)
    if page.scheme != "https" or "." not in page.netloc:
        yield "the source is no https page"
    for name, sentence in (("why", rule.why), ("remedy", rule.remedy)):
        if not sentence.endswith("."):
            yield f"{name} is not a sentence"
    if is_personal(rule.id) and not rule.names:
        yield "no names that announce it"
    if is_personal(rule.id) and not rule.pattern:
        return  # for columns alone, or read by functions of its own
    if not rule.match:
        yield "no example that has to match"
    if not rule.no_match:
        yield "no example that must not match"
    if len(set(rule.match)) < len(rule.match) or set(rule.match) & set(rule.no_match):
        yield "an example stands there twice"
    if unknown := {name.partition(":")[0] for name in rule.checks} - CHECKS.keys():
        yield f"unknown checks: {', '.join(sorted(unknown))}"
    yield from _problems_of_pattern(rule)


def _problems_of_pattern(rule: Rule) -> Iterator[str]:
    try:
        re.compile(rule.pattern, FLAGS)
    except re.error as error:
        yield f"the pattern is not one: {error}"
        return
    if rule.name:
        return  # found by its name, and its pattern is tried on that one value
    if is_personal(rule.id):
        if not _is_proposed(rule):
            yield "nothing proposes its examples in a text: set own_form = true, or words_in"
        return
    if _UNBOUNDED.search(_CLASS.sub("x", rule.pattern)):
        yield "a repeat in the pattern has no bound: {20,200}, not +"
    found = literals(rule.pattern, rule.lines)
    shortest = min(map(len, found), default=0)
    if shortest < SHORTEST_WITH_BUDGET and not rule.budget:
        yield "no literal that every match has; the engines need one to look for"
    elif shortest < SHORTEST_LITERAL and not rule.budget:
        yield f"its literal has {shortest} bytes; {SHORTEST_LITERAL} or more, or `budget` says why"


def _is_proposed(rule: Rule) -> bool:
    """Whether what is looked for in texts finds the rule's examples; their pattern is a whole value."""
    if rule.words_in or not personal_kind(rule.id).weighed:
        return True  # found by words, or by a function of its own
    forms = [*FORMS, *own_forms([rule])]
    texts = [fill(template) for template in rule.match]
    return all(
        any(form_of(rule).fullmatch(found[0]) for form in forms for found in form.expression.finditer(text))
        for text in texts
    )


def _has_record(rule: Rule) -> bool:
    return kind_of(rule.id) in {kind.id for kind in KINDS}


def _without_record(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if is_personal(rule.id) and not _has_record(rule):
            yield rule.id, "no record of its kind in detection/personal/personal_kinds.py"


def _doubles(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    by_id: dict[str, list[Rule]] = defaultdict(list)
    by_pattern: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        by_id[rule.id].append(rule)
        if not is_personal(rule.id):  # states number people alike; checks and names tell them apart
            by_pattern[rule.pattern, rule.name].append(rule)
    for rule_id, same in by_id.items():
        if len(same) > 1:
            yield rule_id, f"{len(same)} rules have this id"
    for same in by_pattern.values():
        if len(same) > 1 and not all(rule.id.startswith(("leak.", "secret.generic.")) for rule in same):
            yield same[1].id, f"the same pattern as {same[0].id}: one of them can never be reported"


def _literal_tokens(rules: list[Rule]) -> Iterator[tuple[str, str]]:
    """Yield rules whose examples hold a secret as they stand, unfilled: a token in the repository."""
    detector = Detector([rule for rule in rules if not any(_problems_of_pattern(rule))], "re")
    for rule in rules:
        for template in (*rule.match, *rule.no_match):
            filled = [found.span() for found in _PLACEHOLDER.finditer(template)]
            for match in detector.scan(template, "text"):
                literal = all(end <= match.start or match.end <= start for start, end in filled)
                if literal and match.rule.id.startswith("secret."):
                    yield rule.id, f"an example holds a literal token ({match.rule.id}); use a placeholder"


if __name__ == "__main__":
    sys.exit(main())
