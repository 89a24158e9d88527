"""Tests of the Shell EV Charging integration."""
