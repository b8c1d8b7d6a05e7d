"""Runs the steps on the connection, and in the transaction, that `Database.migrate` opened."""

from alembic import context

from storage.records.gate_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
