"""How fast it is, beside the bare transaction; how big, how quick to start, how quiet (make bench)."""
