"""Unit tests of what is kept."""
