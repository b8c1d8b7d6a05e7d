"""The closed list of checks: code, severity, scope, clause and what each one says (DOMAIN §2.5, in its order).

Here: the words that other systems see. Not here: how a check is run (registry, rules), what people read (texts).
"""

from dataclasses import dataclass
from types import MappingProxyType

from validators.model.codes import Scope, Severity


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One check as published. `human_only`: a submitter learns no more than that a person is looking."""

    code: str
    severity: Severity
    scope: Scope
    clause: str
    what: str
    human_only: bool = False


_B, _F, _I = Severity.B, Severity.F, Severity.I
_DOC, _CASE, _LINE = Scope.DOC, Scope.CASE, Scope.LINE
_CROSS, _GATE, _DUTY = Scope.CROSS, Scope.GATE, Scope.DUTY
_E = CheckEntry

CATALOGUE: tuple[CheckEntry, ...] = (
    _E("DOC-001", _B, _DOC, "四(二)", "file outside the limits, encrypted or not openable"),
    _E("DOC-002", _F, _DOC, "四(二)", "a region that carries a field cannot be seen well enough"),
    _E("DOC-003", _F, _DOC, "四(二)", "the paper is of another kind than declared, or of none that we know"),
    _E("DOC-004", _B, _DOC, "四(二)", "a page is missing"),
    _E("DOC-005", _I, _DOC, "四(二)", "the same content is already in the case"),
    _E("DOC-006", _B, _DOC, "四(二)", "a form that nobody has filled in"),
    _E("DOC-007", _F, _DOC, "四(二)", "an alteration near an amount, name or account"),
    _E("DOC-008", _F, _DOC, "四(三)", "the text layer of a PDF says something else than its picture"),
    _E("FLD-001", _B, _DOC, "四(二)", "a required field is missing"),
    _E("FLD-002", _F, _DOC, "四(二)", "a critical field was read without certainty, or a paper was not read at all"),
    _E("NAM-001", _F, _DOC, "三", "a person's name is not 2–20 Han characters"),
    _E("ID-001", _F, _DOC, "GB 11643-1999", "the number is no ID number, or its check digit is wrong"),
    _E("ID-002", _F, _DOC, "GB 11643-1999", "the birth date in the ID number cannot be, or cannot be for a worker"),
    _E("ID-003", _F, _DOC, "GB 11643-1999", "the sex in the ID number is not the printed one"),
    _E(
        "ID-004", _I, _DOC, "GB 11643-1999", "the province of the ID number was never assigned (counties are not asked)"
    ),
    _E("ID-005", _F, _DOC, "GB 11643-1999", "an ID number of the old 15 digits"),
    _E("ID-006", _F, _DOC, "二", "the ID card had expired when the paper was signed"),
    _E("PHN-001", _I, _DOC, "三", "no valid mainland telephone number"),
    _E("USC-001", _F, _DOC, "GB 32100-2015", "the credit code's characters or check character are wrong"),
    _E("USC-002", _I, _DOC, "GB 11714-1997", "the organisation code inside the credit code has a wrong digit"),
    _E("ACC-001", _B, _DOC, "三", "a card number of a wrong length or with a wrong Luhn digit"),
    _E("ACC-002", _F, _DOC, "三", "the bank's name does not fit the card or the branch code"),
    _E("ACC-003", _F, _DOC, "三", "the branch code's check digit is wrong"),
    _E("AMT-001", _B, _DOC, "支付结算办法附一", "the amount in figures is not the amount in words"),
    _E("AMT-002", _B, _DOC, "四(二)", "the lines do not add up to the total"),
    _E("AMT-003", _I, _DOC, "支付结算办法附一", "the amount in words breaks the rules of style"),
    _E("AMT-004", _F, _DOC, "四(二)", "an amount that cannot be: not above zero, too many decimals, too large"),
    _E("DAT-001", _B, _DOC, "四(二)", "no valid calendar date"),
    _E("DAT-002", _F, _DOC, "四(二)", "a year of two digits"),
    _E("DAT-003", _B, _DOC, "四(二)", "a date after the day of upload"),
    _E("SIG-001", _B, _DOC, "三", "no handwriting where the signature belongs"),
    _E("SIG-002", _F, _DOC, "三", "the signature is printed or pasted"),
    _E("SIG-003", _F, _DOC, "三", "the signature reads another name"),
    _E("SIG-004", _F, _DOC, "三", "a required fingerprint is absent"),
    _E("SIG-005", _B, _DOC, "四(二)", "a required official seal is absent"),
    _E("SIG-006", _F, _DOC, "四(二)", "the seal names another body than the employer"),
    _E("SIG-007", _B, _DOC, "三", "somebody on the list of signers did not sign"),
    _E("SIG-008", _B, _DOC, "三", "somebody signs for another without proof of the right to"),
    _E("STM-001", _F, _DOC, "三", "a required statement is not there"),
    _E("STM-002", _F, _DOC, "四(三)", "wording by which somebody gives up benefits", True),
    _E("X-001", _B, _CASE, "一", "the worker's name or ID number differs from the claim"),
    _E("X-002", _B, _CASE, "三", "the employer is not the insured employer of the claim"),
    _E("X-003", _B, _CASE, "三", "the payee's name is not the employer's registered name"),
    _E("X-004", _F, _CASE, "四(二)", "the day of injury or the decision's number differs from the claim"),
    _E("X-005", _B, _LINE, "三", "the receipt names another patient"),
    _E("X-006", _B, _LINE, "工伤保险条例第三十条", "a cost dated before the injury"),
    _E("X-007", _F, _CASE, "三", "more is claimed as advanced than the evidence proves"),
    _E("X-008", _F, _LINE, "三", "medical insurance paid a part of the receipt"),
    _E("X-009", _F, _CASE, "三", "a payment that was not made by the employer to the hospital or the worker"),
    _E("X-010", _F, _CASE, "三", "signed before the last cost that it confirms"),
    _E("X-011", _B, _CASE, "三", "signed before the injury or the death"),
    _E("X-012", _B, _CASE, "四(三)", "the worker's signature is dated after the worker's death", True),
    _E("X-013", _B, _CASE, "三", "a signer is no party of the claim"),
    _E("X-014", _F, _CASE, "三", "the supported relatives on the letter are not those approved"),
    _E("X-015", _B, _CASE, "三", "a relative who must sign did not"),
    _E("X-016", _B, _CASE, "三", "the joint account is asked for an item that it may not receive"),
    _E("X-017", _B, _CASE, "三", "the joint account's holder is not among the signing relatives"),
    _E("X-018", _B, _CASE, "三", "more than one joint account"),
    _E("X-019", _F, _CASE, "三", "a minor's or incapable person's guardian: signature, proof or own interest"),
    _E("X-020", _F, _CASE, "三", "the papers give different days of death"),
    _E("X-021", _B, _CASE, "三", "no proof of kinship for a signer"),
    _E("X-022", _F, _CASE, "四(二)", "two papers, or a paper and the record, contradict each other"),
    _E("X-023", _B, _GATE, "三", "more for the employer than approved and verified"),
    _E("X-024", _B, _CASE, "三", "a periodic benefit is to go to the employer"),
    _E("X-025", _B, _LINE, "工伤保险条例第三十三、三十六、三十七条", "an item that the employer itself owes"),
    _E("X-026", _F, _LINE, "工伤保险条例第三十条", "the hospital is not under agreement"),
    _E("X-027", _F, _CASE, "三", "another firm paid"),
    _E("X-028", _B, _CASE, "三", "a joint designation without a recorded dispute"),
    _E("K-001", _B, _LINE, "四(三)", "the receipt or slip is used elsewhere"),
    _E("K-002", _F, _CROSS, "四(三)", "nearly the same page image in another person's claim", True),
    _E("K-003", _F, _CROSS, "四(三)", "the identical signature on two pages", True),
    _E("K-004", _F, _CROSS, "四(三)", "one hand signs for several names", True),
    _E("K-005", _F, _CROSS, "四(三)", "one account is the own account of several persons", True),
    _E("K-006", _F, _CROSS, "四(三)", "one telephone for three or more unrelated workers"),
    _E("K-007", _F, _CROSS, "四(三)", "the personal account belongs to somebody of the employer", True),
    _E("K-008", _F, _CROSS, "三", "the employer has overdue obligations"),
    _E("K-009", _F, _CROSS, "四(三)", "the identical seal in two papers", True),
    _E("K-010", _I, _CROSS, "四(三)", "a pattern over many claims"),
    _E("K-011", _I, _CROSS, "四(三)", "traces of an image editor"),
    _E("K-012", _F, _CROSS, "四(三)", "the same relative of two unrelated deceased workers", True),
    _E("K-013", _B, _LINE, "四(三)", "the hospital settled the cost directly"),
    _E("K-014", _F, _CROSS, "四(三)", "one device uploads for the employer and for relatives", True),
    _E("G-001", _B, _GATE, "四(二)", "an open B or F remains, or a check did not run"),
    _E("G-002", _B, _GATE, "四(二)", "the evidence changed after the decision"),
    _E("G-003", _B, _GATE, "四(三)", "an open objection"),
    _E("G-004", _B, _GATE, "四(三)", "a freeze is on"),
    _E("G-005", _B, _GATE, "四(三)", "the payee's account is not the decided one"),
    _E("G-006", _B, _GATE, "四(三)", "more than what is left of the cap, or already consumed"),
    _E("G-007", _B, _GATE, "一", "no rule version in force for the claim's date"),
    _E("G-008", _B, _GATE, "四(二)", "the two deciders are not two independent persons"),
    _E("O-001", _F, _DUTY, "三", "a month over and no payment to the person reported"),
    _E("O-002", _F, _DUTY, "三", "ten days over and no proof filed"),
    _E("O-003", _B, _DUTY, "三", "the proof is not signed by the beneficiary in person"),
    _E("O-004", _B, _DUTY, "三", "received less retained is not what was passed on, or not what was due"),
    _E("O-005", _I, _DUTY, "三", "passed on late"),
    _E("O-006", _B, _DUTY, "三", "passed on before the fund paid"),
    _E("O-007", _F, _DUTY, "三", "not paid to the beneficiary's own account"),
)

BY_CODE = MappingProxyType({entry.code: entry for entry in CATALOGUE})
ORDER = MappingProxyType({entry.code: place for place, entry in enumerate(CATALOGUE)})
