"""What every front shares: a finding, its place, its fingerprint, and what was passed over."""
