"""The plain pages for submitters and reviewers."""
