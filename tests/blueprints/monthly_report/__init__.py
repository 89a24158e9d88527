"""Monthly report, in a real automation engine."""
