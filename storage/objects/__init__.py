"""Bytes by their SHA-256: a folder or any S3 store behind one Protocol."""
