"""Plain text that holds a table → rows of cells."""
