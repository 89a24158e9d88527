"""Long runs under moved time."""
