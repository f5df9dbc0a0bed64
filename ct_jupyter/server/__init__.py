"""The Jupyter Server extension: handlers, save hook, events."""
