"""Readings against what is expected of them."""
