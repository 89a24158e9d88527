"""Tests of what the figures are made with."""
