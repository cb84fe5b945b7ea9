"""Grids and texts that hold a table → projects with their sums and indicators."""
