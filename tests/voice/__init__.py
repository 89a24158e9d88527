"""Tests of custom_components/shell_ev/voice."""
