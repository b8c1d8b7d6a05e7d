"""The head's page: figures over a time, drawn and as tables, and as a file."""
