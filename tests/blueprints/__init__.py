"""The blueprints, in a real automation engine."""
