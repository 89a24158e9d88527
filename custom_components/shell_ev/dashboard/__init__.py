"""The card's registration, and what it asks for."""
