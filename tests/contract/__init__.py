"""One suite a Protocol, run over every implementation."""
