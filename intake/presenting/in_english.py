"""What a finding says and what to do about it, by code, for readers of the English pages.

Here: one plain sentence for each, without the paper's own words: these stand beside it in the Chinese original. Not
here: the original (validators.texts, gate.cures), codes that only people explain.
"""

from typing import Final

HUMAN: Final = ("Staff are checking this paper. There is nothing for you to do for now.", "")
_NOTED: Final = ("For the record only.", "")
_AGAIN: Final = "Please correct it and send the paper again. If you think that nothing is wrong, tell the staff."
_BY_ID: Final = "Please compare with the identity card, correct it, and send the paper again."
_BY_CARD: Final = "Please compare with the bank card, correct it, and send the paper again."

SAID: Final[dict[str, tuple[str, str]]] = {
    "DOC-001": (
        "The file does not open or is too large.",
        "Please send a clear photograph or PDF: at most 20 MB and 50 pages, without a password.",
    ),
    "DOC-002": (
        "One place on the page cannot be read; it is circled.",
        "Please lay the page flat in even light and photograph all of it again.",
    ),
    "DOC-003": (
        "This looks like another kind of paper than the one you chose.",
        "If the kind was wrong, choose again and send it; if it was right, do nothing.",
    ),
    "DOC-004": ("A page is missing.", "Please send the paper again with all its pages."),
    "DOC-005": ("This file is in the case already; it need not be sent again.", ""),
    "DOC-006": ("The form has not been filled in.", "Please fill it in and send it again."),
    "DOC-007": (
        "Something was altered by hand.",
        "Please sign beside the alteration with a fingerprint, or issue the paper anew.",
    ),
    "DOC-008": (
        "The file's own text says something else than its picture.",
        "Please send the original file, or a photograph of the paper.",
    ),
    "FLD-001": ("Something that belongs on the paper is missing.", "Please add it on the original and photograph it."),
    "FLD-002": ("A value is checked by staff; you can go on.", "There is nothing to do; staff will tell you."),
    "NAM-001": ("A person's name looks wrong.", _BY_ID),
    "ID-001": ("A digit of an ID number may be wrong.", _BY_ID),
    "ID-002": ("The day of birth in an ID number cannot be right.", _BY_ID),
    "ID-003": ("An ID number does not fit the sex that is written.", _BY_ID),
    "ID-004": _NOTED,
    "ID-005": ("The ID number must have 18 digits.", _BY_ID),
    "ID-006": ("The identity card had expired.", "Please send a valid one."),
    "PHN-001": ("A telephone number looks wrong.", _AGAIN),
    "USC-001": (
        "The firm's credit code is wrong.",
        "Please compare with the business licence, correct it, and send the paper again.",
    ),
    "USC-002": _NOTED,
    "ACC-001": ("A bank card number is wrong.", _BY_CARD),
    "ACC-002": ("The bank does not fit the account.", _BY_CARD),
    "ACC-003": ("The bank's branch code is wrong.", _BY_CARD),
    "AMT-001": (
        "The amount in figures is not the amount in words.",
        "Please write both anew; the person signs again.",
    ),
    "AMT-002": ("The lines do not add up to the total.", "Please check them, correct the paper, and send it again."),
    "AMT-003": _NOTED,
    "AMT-004": ("An amount looks wrong.", _AGAIN),
    "DAT-001": ("A date is not complete.", "Please write year, month and day, and send the paper again."),
    "DAT-002": ("A year must have four digits.", "Please write year, month and day, and send the paper again."),
    "DAT-003": ("A date is later than today.", "Please write the right day, and send the paper again."),
    "SIG-001": ("A signature is missing.", "The person signs by hand with the date; then please send the paper again."),
    "SIG-002": ("The signature must be written by hand.", "The person signs on the paper; then please send it again."),
    "SIG-003": (
        "The signature reads another name.",
        "The person who must sign does so; then please send the paper again.",
    ),
    "SIG-004": ("A fingerprint is missing beside the signature.", "Please add it and send the paper again."),
    "SIG-005": ("The firm's seal is missing.", "Please stamp the paper and send it again."),
    "SIG-006": ("The seal names another body than the firm.", "Please stamp it with the firm's own seal."),
    "SIG-007": ("Somebody on the list has not signed.", "Whoever has not signed does so; then send the paper again."),
    "SIG-008": (
        "Somebody signed for another.",
        "Please send the power of attorney or the proof of guardianship too.",
    ),
    "STM-001": ("A statement that the paper must make is missing.", "Please add it, signed, and send the paper again."),
    "X-001": ("Name or ID number differ from the decision on the injury.", _AGAIN),
    "X-002": ("The firm is not the one that insures the worker.", _AGAIN),
    "X-003": (
        "The account's holder must be named exactly as the firm.",
        "Please write the firm's name as it is registered.",
    ),
    "X-004": ("The day of the injury differs from the decision.", _AGAIN),
    "X-005": (
        "The patient on a receipt is not the worker.",
        "Please send the worker's own receipts only.",
    ),
    "X-006": ("A receipt is older than the injury; it is not counted.", "There is nothing to do."),
    "X-007": (
        "The receipts come to less than was advanced; what they prove is counted.",
        "If there are more receipts or bank slips, please send them.",
    ),
    "X-008": ("What medical insurance paid is not counted.", "There is nothing to do."),
    "X-009": ("The firm is not the payer of a payment.", "Please send the bank slip of the firm's own payment."),
    "X-010": ("The signature is older than the cost that it confirms.", _AGAIN),
    "X-011": ("The signature is older than the injury or death.", _AGAIN),
    "X-013": ("Somebody signed who is neither the worker nor a supported relative.", _AGAIN),
    "X-014": ("The relatives on the letter are not those approved.", _AGAIN),
    "X-015": (
        "Signatures of close relatives are still missing.",
        "They sign, or you send a notary's or mediator's paper instead.",
    ),
    "X-016": ("A joint account may receive only the funeral grant and the lump sum after a death.", _AGAIN),
    "X-017": ("The account's holder must be one of the relatives who sign.", _AGAIN),
    "X-018": ("Only one account can be named.", "Please keep one account and issue the letter anew."),
    "X-019": (
        "A child's guardian signs, with a proof.",
        "Please have the guardian sign, and send the proof of guardianship.",
    ),
    "X-020": ("The papers give different days of death.", _AGAIN),
    "X-021": (
        "The proof of a relationship is missing.",
        "Please send the household register, a marriage or a birth certificate.",
    ),
    "X-022": ("Two papers contradict each other; staff will be in touch.", ""),
    "X-023": _NOTED,
    "X-024": ("A pension is paid to persons only.", _AGAIN),
    "X-025": ("The firm itself owes this item; the fund does not pay it.", "Please leave it out; the rest goes on."),
    "X-026": ("The hospital is not under agreement.", "Please say whether it was an emergency."),
    "X-027": ("Another firm paid than the one that insures.", "Please explain."),
    "X-028": (
        "A letter for one account needs the dispute.",
        "Please write in it that there is a dispute about the account and no agreement.",
    ),
    "K-001": ("This receipt has been used before.", "If that is not so, call 12333: a person looks at it."),
    "K-006": ("Please give the worker's own telephone number.", _AGAIN),
    "K-008": ("The firm has a proof of passing on that is overdue.", "Please file it under the firm's dates."),
    "K-010": _NOTED,
    "K-011": _NOTED,
    "K-013": ("The hospital has settled this cost directly.", ""),
    "G-001": ("Some points are still being checked; nothing is paid yet.", ""),
    "G-002": ("The papers have changed and are checked anew.", ""),
    "G-003": ("Somebody objected; payment stops until staff have looked into it.", ""),
    "G-004": ("Payment is stopped for now.", ""),
    "G-005": ("The account is checked anew.", ""),
    "G-006": ("The amount that may be paid is checked anew.", ""),
    "G-007": ("No rules are known for the day of the claim; staff deal with it.", ""),
    "G-008": ("Staff will have another colleague check it.", ""),
    "O-001": ("The firm must pass the money on within a month.", "Please pay, and report it with the bank slip."),
    "O-002": ("The signed proof is due within ten days of the payment.", "Please send it."),
    "O-003": ("The proof must be signed by the person who got the money.", "The person signs; then send it again."),
    "O-004": ("The amounts do not come out even.", "Please check the payment and its amounts, and send it again."),
    "O-005": ("The money was passed on late; this is on record.", ""),
    "O-006": ("The payment is older than the credit.", "Please check the day, and send the paper again."),
    "O-007": ("The account is not the person's own.", _AGAIN),
}


def what_is(code: str) -> str:
    """Say in English what a finding is about."""
    return SAID.get(code, HUMAN)[0]


def cure_for(code: str) -> str:
    """Say in English what to do about it; empty where there is nothing to do."""
    return SAID.get(code, HUMAN)[1]
