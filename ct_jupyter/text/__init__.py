"""Characters, words and lazy patterns: what every other room stands on."""
