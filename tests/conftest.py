"""Fixtures: a simulator on a socket and an account that talks to it."""

# The test package brings custom integrations of its own; ours must be imported first.
import custom_components.shell_ev  # noqa: F401, isort: skip
