"""The contract of the object store, over a folder and S3."""
