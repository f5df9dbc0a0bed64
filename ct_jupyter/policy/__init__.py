"""What counts: suppressions that travel with the notebook, and the gate."""
