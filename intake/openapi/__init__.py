"""The API's own description (`GET /v1/openapi.json`): what each route takes, answers and refuses.

Here: the words for saying it, and the served document. Not here: what each route says (answers.py of its package), and
nothing that a handler needs: the description is worked out when somebody first asks for it.
"""
