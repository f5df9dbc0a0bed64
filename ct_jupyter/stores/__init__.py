"""Where values go: ``.env``, the keyring; what is stored already, and what undoes it."""
