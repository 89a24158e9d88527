"""Tests of the dashboard card as it is built."""
