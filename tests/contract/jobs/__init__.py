"""The contract of jobs, over SQLite and PostgreSQL."""
