"""Words that every layer may use: standard library and data only."""
