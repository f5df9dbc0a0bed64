"""What an editor needs while documents are open. Knows no Jupyter Server."""
