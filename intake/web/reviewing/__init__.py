"""The reviewers' console: queue, one paper, one case, proposals and their confirmation."""
