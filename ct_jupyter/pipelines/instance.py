"""The instance that results are sent to, where one is named."""

from __future__ import annotations

import random
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

import msgspec

NAMES = ("CT_BASE_URL", "CT_TOKEN", "CT_ORGANIZATION")
TIMEOUT_S = 20.0
ATTEMPTS = 4
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT_S = 20.0
_TOKEN = re.compile(r"[\x21-\x7e]+\Z")


class InstanceError(Exception):
    """The instance is not named rightly, or did not take the report; the message never holds the token."""


class Instance(msgspec.Struct, frozen=True):
    """Where reports go."""

    base_url: str
    token: str
    organization: str

    def __repr__(self) -> str:
        return f"Instance({self.base_url}, {self.organization})"


def instance_of(environment: Mapping[str, str]) -> Instance | None:
    """Return the instance that the variables name; None where none of them is set.

    Raises
    ------
    InstanceError
        Only some are set, or one cannot be right.
    """
    values = {name: environment.get(name, "").strip() for name in NAMES}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(NAMES):
        return None
    if missing:
        given = [name for name in NAMES if name not in missing]
        raise InstanceError(
            f"{', '.join(given)} {'is' if len(given) == 1 else 'are'} set, but not {', '.join(missing)}; "
            "set all three to send the results to an instance, or none"
        )
    base_url, token, organization = values.values()
    parts = urlsplit(base_url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
        raise InstanceError("CT_BASE_URL has to be an address as https://codethreat.example.com")
    if parts.username or parts.password:
        raise InstanceError("CT_BASE_URL must not hold a user or a password; use CT_TOKEN for that")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise InstanceError("CT_BASE_URL has to begin with https://, or the token could be read in transit")
    if not _TOKEN.match(token):
        raise InstanceError("CT_TOKEN holds a space or another character that no token has")
    return Instance(base_url.rstrip("/"), token, organization)


def send_report(
    instance: Instance,
    report: bytes,
    *,
    attempts: int = ATTEMPTS,
    timeout_s: float = TIMEOUT_S,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Post the JSON report; tried again where the instance or the network may recover.

    Raises
    ------
    InstanceError
        It was not taken.
    """
    url = f"{instance.base_url}/api/notebook-scans?organization={quote(instance.organization, safe='')}"
    request = urllib.request.Request(  # noqa: S310 - instance_of lets only http and https through
        url,
        data=report,
        method="POST",
        headers={
            "Authorization": f"Bearer {instance.token}",
            "Content-Type": "application/json",
            "User-Agent": "ct-jupyter",
        },
    )
    # A redirect would carry the token elsewhere.
    opener = urllib.request.build_opener(_NoRedirect)
    why, asked_s = "", 0.0
    for attempt in range(attempts):
        if attempt:
            own_s = 2**attempt * (0.5 + random.random() / 2)  # noqa: S311 - so that jobs do not come together
            sleep(min(_LONGEST_WAIT_S, asked_s or own_s))
        asked_s = 0.0
        try:
            with opener.open(request, timeout=timeout_s):
                return
        except urllib.error.HTTPError as error:
            with error:
                why = f"it answered {error.code} {error.reason}"
                if error.code in (401, 403):
                    why += "; check CT_TOKEN and CT_ORGANIZATION"
                if error.code not in _AGAIN:
                    raise InstanceError(f"{instance.base_url} did not take the report: {why}") from None
                after = error.headers.get("Retry-After", "")
                asked_s = float(after) if after.isdigit() else 0.0
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise InstanceError(f"{instance.base_url}: its certificate is not trusted") from None
            why = f"it cannot be reached ({error.reason})"
        except TimeoutError:
            why = f"it did not answer within {timeout_s:g} s"
        except OSError as error:
            why = f"the connection broke ({error.strerror or type(error).__name__})"
    raise InstanceError(f"{instance.base_url} did not take the report after {attempts} attempts: {why}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
