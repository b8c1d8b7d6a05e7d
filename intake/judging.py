"""The rules as intake uses them: a policy loaded from a file, single papers and whole cases judged, texts looked up.

Here: the thin joint between callers and validators. Not here: any rule.
"""
