"""Targets against what came of them."""
