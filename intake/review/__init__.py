"""What reviewers do: flags, keying, decisions of two people."""
