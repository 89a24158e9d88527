"""What the README's figures are made with. Times are measured here and nowhere in the tests."""
