"""The demo, as far as it needs no browser and no Home Assistant of its own."""
