"""One small function a check. Not here: which checks there are (catalogue, registry), what people read (texts)."""
