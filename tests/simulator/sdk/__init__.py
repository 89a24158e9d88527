"""What drives the official SDK; it runs in a Python of its own."""
