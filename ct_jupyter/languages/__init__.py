"""What languages look like: names, tokens and the magics of IPython."""
