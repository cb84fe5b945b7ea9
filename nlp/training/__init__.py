"""Weighing the labels of narratives: reading the examples, training, comparing methods."""
