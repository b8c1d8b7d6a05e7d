"""Rows: claims, documents, events, jobs, doorbells. SQLite and PostgreSQL from one code."""
