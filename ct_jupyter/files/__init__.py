"""Files on disk: written whole or not at all, and the private cache."""
