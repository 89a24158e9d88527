"""Prices and plans, pure: no I/O, no clock of its own, nothing of Home Assistant."""
