"""Configurations of other scanners, taken over into a policy of ours: ``ct-jupyter init --from``."""
