"""What the figures of the README and of docs are made with. Times are measured here and nowhere in the tests."""
