"""Starters of real servers for tests, and tests against them."""
