"""The answer to the payout system: legs, verdict and the one-time notice."""
