"""Pure words, formats, rules, routes and verdicts.

Not here: I/O, clock, environment; everything comes in as an argument.
"""
