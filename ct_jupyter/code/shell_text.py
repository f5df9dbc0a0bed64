"""What a line for the shell does, whatever is put into it: pipes into shells, indexes, certificates."""

from __future__ import annotations

from collections.abc import Iterator

from ..text.lazy import lazy

_COMMENT = lazy(r"(?m)(?:^|(?<=\s))#[^\n]*")
_RULES = (
    (
        "notebook.supply-chain.pipe-to-shell",
        lazy(
            r"\b(?:curl|wget)\b[^\n|;&]{0,400}https?[^\n|;&]{0,400}\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:/bin/|/usr/bin/)?"
            r"(?:env\s+)?(?:ba|z|k|da)?sh\b|\b(?:ba|z)?sh\s+(?:-c\s+)?[\"']?(?:<\(|\$\(|`)\s*(?:curl|wget)\s"
            r"|\b(?:curl|wget)\b[^\n|;&]{0,400}https?[^\n|;&]{0,400}\|\s*(?:sudo\s+(?:-\w+\s+)*)?python3?\b(?!\s+-[mc])"
        ),
    ),
    (
        "notebook.supply-chain.insecure-index",
        lazy(
            r"\b(?:uv\s+)?pip3?\s[^\n;&|]{0,400}?(?:(?:--(?:extra-)?index-url|-i|--find-links|-f)[\s=]+[\"']?"
            r"http://(?!localhost|127\.|\[::1\]|0\.0\.0\.0)\S|--trusted-host[\s=]+(?!localhost|127\.))"
        ),
    ),
    (
        "notebook.supply-chain.unpinned-git",
        lazy(
            r"\bpip3?\s+install\b[^\n;&|]{0,400}?git\+(?:https?|ssh|git)://(?:[^\s/@\"'#]+@)?[^\s@\"'#]+(?=[\s\"'#]|\Z)"
        ),
    ),
    (
        "notebook.tls.verification-off",
        lazy(
            r"\bcurl\s(?:[^\n;&|]{0,400}\s)?(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s|\Z)"
            r"|\bwget\s[^\n;&|]{0,400}?--no-check-certificate\b"
            r"|\bgit\s[^\n;&|]{0,200}?http\.sslVerify[= ](?:false|0)\b"
            r"|\bGIT_SSL_NO_VERIFY=(?:1|true)\b|\bNODE_TLS_REJECT_UNAUTHORIZED=0|\bPYTHONHTTPSVERIFY=0"
        ),
    ),
)
_MAY = lazy(r"curl|wget|pip|ssl|TLS|SSL|PYTHONHTTPS")


def shell_matches(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the weakness id and the span of what a shell's text does."""
    if not _MAY.search(text):
        return
    # Continued lines are one, comments are none; every offset stays.
    plain = _COMMENT.sub(
        lambda found: " " * len(found[0]), text.replace("\\\n", "  ").replace("\\\r\n", "   ")
    )
    for weakness, pattern in _RULES:
        for found in pattern.finditer(plain):
            yield weakness, found.start(), found.end()
