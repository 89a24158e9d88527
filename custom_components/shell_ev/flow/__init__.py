"""The forms: their fields, those of charge cards, and those of charge points."""
