"""Whose a piece of background work is."""

from __future__ import annotations

from typing import Any

NOBODY = ""


def owner_of(handler: Any) -> str:
    """Return the name of the user of a request.

    A program that sends a token alone, without the cookie of a login, is somebody else with each request:
    all of those are one, named :data:`NOBODY`.
    """
    provider = handler.identity_provider
    anonymous = provider.is_token_authenticated(handler) or not provider.auth_enabled
    if anonymous and handler.get_cookie(provider.get_cookie_name(handler)) is None:
        return NOBODY
    user = handler.current_user
    return str(getattr(user, "username", "") or NOBODY)
