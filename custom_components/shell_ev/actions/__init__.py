"""What the actions do and what they return."""
