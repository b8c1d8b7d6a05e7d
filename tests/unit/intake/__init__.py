"""Units of intake."""
