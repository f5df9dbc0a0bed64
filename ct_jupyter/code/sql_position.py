"""Whether what stands between the constant parts of a query is a value or a name."""

from __future__ import annotations

from ..text.lazy import lazy
from .flow import Flow

_IS_SQL = lazy(
    r"(?is)[\s(;]*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(?:SELECT\b|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|UPDATE\s+\S+\s+SET\b"
    r"|UPDATE\b|DELETE\s+FROM\b|WITH\s+\S+|MERGE\s+INTO\b|REPLACE\s+INTO\b|DROP\s+\w+|CREATE\s+\w+|ALTER\s+\w+"
    r"|TRUNCATE\s+\w+|GRANT\s|COPY\s|EXPLAIN\s|SHOW\s|DESCRIBE\s|CALL\s|EXEC\s|USE\s|VACUUM\s|OPTIMIZE\s|MATCH\s*\()"
)
_VALUE = lazy(
    r"(?is)(?:(?<![<>!=:-])=|<>|!=|<=|>=|<|(?<!-)>|\bLIKE|\bILIKE|\bBETWEEN|\bREGEXP|\bRLIKE|\bVALUES\s*\([^()]*"
    r"|\bIN\s*\([^()]*|\bIN|\bBETWEEN\s[^()]{1,80}\sAND)\s*\(?\s*\Z"
)
_FILE = lazy(
    r"(?is)(?:\b(?:FROM|JOIN|TO|INTO|LOCATION|COPY|USING|PATH|ATTACH|DELTA|TABLE|SCHEMA|DATABASE|FORMAT|AS|URL|VIEW)"
    r"|\b(?:read|scan)_\w+\s*\(\s*\[?|\bSHOW[\w\s]*LIKE|\bINTERVAL|\btable_name\s*=|\btable_schema\s*="
    r"|\bDATE_TRUNC\s*\()\s*\Z"
)
_TAIL = 400
"""Characters in front of a value that are looked at."""


def is_sql(flow: Flow) -> bool:
    """Tell whether a text begins as a query does."""
    first = flow.parts[0] if flow.parts else ""
    return isinstance(first, str) and _IS_SQL.match(first[:2000]) is not None


def values_in(flow: Flow) -> list[Flow]:
    """Return what stands where the query has a value, and is not known."""
    found = []
    text = ""
    quotes = 0
    for number, part in enumerate(flow.parts):
        if isinstance(part, str):
            text = (text + part)[-_TAIL:]
            quotes += part.count("'")
            continue
        following = flow.parts[number + 1] if number + 1 < len(flow.parts) else ""
        if not part.harmless and _is_value(
            text, quotes % 2 == 1, following if isinstance(following, str) else ""
        ):
            found.append(part)
        text = (text + "x")[-_TAIL:]
    return found


def _is_value(before: str, quoted: bool, behind: str) -> bool:
    if quoted:
        opening = before.rfind("'")
        # `'{folder}/part.csv'` behind FROM is the name of a file.
        return opening < 0 or _FILE.search(before[:opening]) is None
    return _VALUE.search(before) is not None and not behind.startswith((".", "(", "`", '"'))
