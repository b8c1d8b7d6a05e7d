"""What people and other systems see: JSON shapes and texts, by audience."""
