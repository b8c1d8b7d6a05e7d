"""The claim record from the core system: its shape, registration and reading back."""
