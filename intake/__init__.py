"""Who asks: HTTP, command line, worker and the flow of one document.

Not here: pixels (ocr), rows and objects (storage), rules (validators).
"""
