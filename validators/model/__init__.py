"""Shared frozen types: what was read, what the core system knows, what is judged.

Not here: behaviour beyond small derived facts.
"""
