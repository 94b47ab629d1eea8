"""How much of a mail is read; what lies beyond is reported, never taken for clean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.settings import Inspection


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading, as in the `inspection` settings: nesting levels, MIME parts, bytes of a header block, of a text."""

    max_depth: int = 20
    max_parts: int = 500
    max_header_bytes: int = 256 * 1024
    max_text_bytes: int = 16 * 1024 * 1024

    @classmethod
    def of(cls, inspection: Inspection) -> Limits:
        """The bounds that the settings give."""
        return cls(inspection.max_depth, inspection.max_parts, inspection.max_header_bytes, inspection.max_text_bytes)
