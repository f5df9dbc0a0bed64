"""Whether a value can be stored at all."""

from __future__ import annotations

from .refusal import Refusal


def check_storable(value: str, name: str = "") -> None:
    """Raise a ``Refusal`` where no file or variable can hold ``value``, which is to be called ``name``."""
    why = ""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # whose text is not passed on: it holds what could not be encoded
        why = "has characters that no file can contain"
    if "\0" in value:
        why = "has a NUL character, which no variable can contain"
    if why:
        raise Refusal("unsupported-value", f"The value {f'of {name} ' if name else ''}{why}.", name=name)
