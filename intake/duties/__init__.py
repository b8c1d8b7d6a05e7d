"""Duties after a payment: what a firm must pass on and prove (notice 三)."""
