"""Rules that an organisation adds to ours, in the policy of its repository."""
