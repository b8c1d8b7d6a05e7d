"""Pixels and PDF to evidence. Not here: rules, money, rows, HTTP."""
