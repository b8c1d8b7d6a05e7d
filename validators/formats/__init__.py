"""One value, one file: parse and judge single written values. A validator never repairs."""
