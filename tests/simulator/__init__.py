"""Tests of the simulator, over a real socket."""
