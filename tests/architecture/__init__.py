"""Rules about the code itself, held by programs."""
