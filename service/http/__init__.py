"""The HTTP service: what comes in, what goes out, and the limits between."""
