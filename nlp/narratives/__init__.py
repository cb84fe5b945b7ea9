"""Goal narratives: clauses, promises, and labels with their evidence."""
