"""What one click would put in place of a finding, for the editor to offer while the user types."""

from __future__ import annotations

from ..detection.model import Match, Rule
from ..findings.finding import Fix
from ..languages.cellcode import cell_magic
from ..languages.table import MAGIC_LANGUAGES, SHELLS, WITH_LOOKUP
from ..notebook import canonical_language
from .names import is_valid, name_for
from .sites import Spot
from .source import source_sites


def propose_fix(  # noqa: PLR0913  # what goes in, by name
    source: str,
    language: str,
    start: int,
    end: int,
    rule: Rule,
    name: str | None,
    secret: tuple[int, int] | None = None,
) -> Fix | None:
    """Return the lookup that would replace the value at ``start:end`` of a code cell.

    Parameters
    ----------
    source : str
        The whole cell, which need not parse.
    language : str
        Of the part: the kernel's, or that of the cell magic.
    start, end : int
        Span of the finding, in code points.
    rule : Rule
        The rule that found it.
    name : str or None
        What the value was given to, as written.
    secret : tuple of int, optional
        Span of the secret, where the finding is more: a connection string.

    Returns
    -------
    Fix or None
        None where no lookup can stand. The name is the one that the plan begins with; it
        moves on to ``NAME_2`` where ``.env`` holds another value.
    """
    if rule.id.startswith(("leak.", "pii.")):  # nothing that the environment should hold
        return None
    language = canonical_language(language)
    kernel = _kernel_language(source, language)
    spot = Spot(start, end, rule, name) if secret is None else Spot(*secret, rule, name, outer=(start, end))
    (site,) = source_sites(source, "code", kernel, [spot])
    if site.outcome != "exact":
        return None
    (hole,) = site.holes
    variable = hole.fixed if hole.fixed and is_valid(hole.fixed) else name_for(hole)
    return Fix(kind="environment", name=variable, replacement=_lookup(language, variable))


def spot_of(match: Match) -> tuple[int, int] | None:
    """Return the span of the secret in a match that is more."""
    return match.secret_span if match.secret_span != (match.start, match.end) else None


def _kernel_language(source: str, language: str) -> str:
    """Return the language of the cells around: a part under a cell magic carries that of its body."""
    magic = cell_magic(source)
    of_magic = MAGIC_LANGUAGES.get(magic[0].lower()) if magic else None
    return "python" if of_magic is not None and of_magic == language else language


def _lookup(language: str, name: str) -> str:
    if language in SHELLS:
        return f"${name}"
    known = WITH_LOOKUP.get(language)
    return known.lookup.replace("NAME", name) if known else f'os.environ["{name}"]'
