"""JSON of others that travels as it is, with the type that the front end knows it by."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec


def _as(typescript: str) -> msgspec.Meta:
    return msgspec.Meta(extra={"typescript": typescript})


NotebookContent = Annotated[dict[str, Any], _as("INotebookContent")]
"""A notebook as it is in the editor: nbformat 4, the source of each cell one string."""
Output = Annotated[Any, _as("IOutput")]
RawOutputs = Annotated[msgspec.Raw, _as("readonly IOutput[]")]
"""Not decoded yet."""
Attachments = Annotated[Any, _as("IAttachments")]
RawAttachments = Annotated[msgspec.Raw, _as("IAttachments")]
"""Not decoded yet."""
JsonObject = Annotated[dict[str, Any], _as("PartialJSONObject")]
Texts = Annotated[list[Any], _as("readonly string[]")]
"""Texts as far as the document is as it should be: what else stands there is passed over."""
Result = Annotated[Any, _as("T | null")]
"""Of a job: what its work returned, None until it is done."""
