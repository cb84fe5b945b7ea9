"""The outside of Zhibiao: files, HTTP, command line."""
