"""What to scan, and how: files and buffers to parts, parts to findings."""

from .files import ReadFile, read_file
from .finding import Finding, Fix, Position, ScanError, Suppression
from .fingerprint import Fingerprinter, MakeFingerprint, private_fingerprinter
from .parts import Located, ScanText, ScanTexts, scan_parts
from .passed_over import PassedOver
from .walk import Missing, Target, walk

__all__ = [
    "Finding",
    "Fingerprinter",
    "Fix",
    "Located",
    "MakeFingerprint",
    "Missing",
    "PassedOver",
    "Position",
    "ReadFile",
    "ScanError",
    "ScanText",
    "ScanTexts",
    "Suppression",
    "Target",
    "private_fingerprinter",
    "read_file",
    "scan_parts",
    "walk",
]
