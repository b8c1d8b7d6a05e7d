"""Pages of those who bring papers: an employer's clerk, an injured worker, the next of kin."""
