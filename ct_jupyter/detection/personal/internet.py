"""E-mail, IP and MAC addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...text.lazy import lazy
from ...text.words import word_set
from .made import is_made_hardware, is_made_mailbox

if TYPE_CHECKING:
    import ipaddress

EXAMPLE_NOTE = "kept for examples"
_EXAMPLE_HOST = lazy(
    r"(?:.*\.)?(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost|local|domain\.(?:com|tld)"
    r"|(?:my|your)-?(?:domain|company|email|org|site)\.\w{2,6}|(?:email|mail|foo|bar|abc|xyz|company|acme)\.com)"
)
"""RFC 2606 and RFC 6761, and what people write in their place."""
_ROLES = word_set(
    """
    admin administrator contact feedback hello help helpdesk hostmaster info mail mailer-daemon marketing
    newsletter no-reply no_reply noreply donotreply office postmaster press privacy root sales security
    service support team webmaster abuse billing jobs careers legal notifications notification bot git
    actions
    """
)
_NO_DOMAIN = word_set(
    """
    py ipynb js ts jsx tsx json yaml yml toml png jpg jpeg gif svg pdf csv tsv txt html css md xml log
    parquet zip gz tar whl so dll exe sh bat ini cfg conf git java jar class cpp hpp rs go rb php sql db pkl
    npy npz h5 pt pth webp ico mp4 mp3 wav local internal lan corp home
    """
)


_FUTURE = frozenset(map(str, range(240, 256)))
"""Of IPv4, what is kept for future use, and has been for ever (RFC 1112): masks, and our fakes."""


def email(value: str, _: str) -> bool | str:
    """A mailbox (RFC 5321), of a person rather than of a role."""
    local, _at, host = value.rpartition("@")
    labels = host.lower().split(".")
    if local[0] == "." or local[-1] == "." or ".." in local or not local.strip("._-*+%"):
        return False
    if any(not label or label[0] == "-" or label[-1] == "-" for label in labels):
        return False
    last = labels[-1]
    if last in _NO_DOMAIN or not (last.isalpha() or last.startswith("xn--")):
        return False
    if is_made_mailbox(value):
        return False
    if _EXAMPLE_HOST.fullmatch(host.lower()):
        return EXAMPLE_NOTE
    if local.lower() in _ROLES:
        return "of a role, not of a person"
    return True


def ip(value: str, _: str) -> bool | str:
    """An IPv4 or IPv6 address, perhaps with a prefix length; those that lead to nobody carry a note."""
    import ipaddress

    address_text, _slash, prefix = value.partition("/")
    try:
        address = ipaddress.ip_address(address_text)
    except ValueError:
        return False
    if prefix and int(prefix) > address.max_prefixlen:
        return False
    if address.version == 4 and address_text.split(".")[0] in _FUTURE:
        return False
    return _reach(address, network=bool(prefix)) or True


def _reach(address: ipaddress.IPv4Address | ipaddress.IPv6Address, *, network: bool) -> str:
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return _reach(mapped, network=network)
    if address.is_unspecified:
        return "the unspecified address"
    if address.is_loopback:
        return "the machine's own address"
    if address.is_multicast:
        return "a multicast address"
    if network:
        return "a network, not one address"
    if address.is_link_local:
        return "a link-local address"
    if not address.is_global:
        return "a private or reserved address"
    return ""


_PUBLIC_MACS = re.compile(
    r"(?i)00:00:5e|ff:ff:ff:ff:ff:ff|33:33:|01:00:5e|aa:bb:cc:dd:ee:ff|00:11:22:33:44:55"
)


def mac(value: str, _: str) -> bool | str:
    """An EUI-48 written with one kind of separator."""
    if "." not in value and len({value[index] for index in range(2, len(value), 3)}) > 1:
        return False
    plain = value.replace("-", "").replace(":", "").replace(".", "").lower()
    if len(set(plain)) < 2 or is_made_hardware(value):
        return False
    pairs = ":".join(plain[index : index + 2] for index in range(0, 12, 2))
    return EXAMPLE_NOTE if _PUBLIC_MACS.match(pairs) else True
