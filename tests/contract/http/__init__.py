"""Requests that no honest caller sends, over both databases."""
