"""The ``ct-jupyter`` command."""
