"""The rules of a session, pure: no I/O, no clock of its own, nothing of Home Assistant."""
