"""A cell, or running text, read by a cascade of two regular grammars: lexer, then rules."""
