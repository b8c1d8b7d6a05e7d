"""Shared frozen types: what was read, what the core system knows, what is judged. No behaviour beyond small derived facts."""
