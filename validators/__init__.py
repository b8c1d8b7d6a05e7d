"""Pure words, formats, rules, routes and verdicts. No I/O, no clock, no environment: everything comes in as an argument."""
