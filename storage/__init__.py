"""What is kept: objects, rows, jobs, sealed personal fields. Not here: reading, rules, HTTP."""
