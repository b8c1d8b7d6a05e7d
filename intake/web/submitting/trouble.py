"""A refused form as a sentence on the page that holds the form.

Here: which sentence. Not here: refusals as pages of their own (web.pages).
"""

from intake.problems import KINDS, Refusal


def sentence_of(refusal: Refusal | None, *, english: bool) -> str:
    """The sentence of a refusal in the reader's language; nothing where nothing was refused."""
    if refusal is None:
        return ""
    kind = KINDS[refusal.code]
    return refusal.detail or (kind.english if english else kind.chinese)
