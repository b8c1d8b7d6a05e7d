"""The contract of the rows, over SQLite and PostgreSQL."""
