"""Assist: sentences about charging, who may say them and about which charge point, and what is answered."""
