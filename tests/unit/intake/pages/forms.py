"""What a browser does with a page: send a form with files, look for an element, read a table of what a page shows.

Here: small steps that several page tests share. Not here: any expectation.
"""

import html
import re
from collections.abc import Mapping, Sequence

import httpx

from intake.access.cookies import COOKIE
from intake.access.sessions import open_session
from intake.access.who import Who
from tests.desk import Desk


def send_files(
    desk: Desk, who: Who, path: str, files: Sequence[tuple[str, bytes]], form: Mapping[str, str] | None = None
) -> httpx.Response:
    """Send a multipart form of our own page as a browser does; a picker in which nobody chose comes empty."""
    session = open_session(desk.service, who)
    headers = {
        "Accept": "text/html",
        "Cookie": f"{COOKIE}={session}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "multipart/form-data; boundary=FORM",
    }
    body = b""
    for name, value in (form or {}).items():
        body += f'--FORM\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, content in files:
        head = f'--FORM\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: image/png'
        body += head.encode() + b"\r\n\r\n" + content + b"\r\n"
    return desk.client.post(path, content=body + b"--FORM--\r\n", headers=headers, follow_redirects=False)


def words_of(answer: httpx.Response) -> str:
    """The words of a page as a person reads them: no tags, single blanks."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def forms_of(answer: httpx.Response) -> set[str]:
    """Where the forms of a page lead, those of the frame left out."""
    return set(re.findall(r'<form[^>]* action="([^"]+)"', answer.text)) - {"/session/end", "/language"}


def links_of(answer: httpx.Response) -> set[str]:
    """Where the links of a page lead."""
    return {html.unescape(one) for one in re.findall(r'<a[^>]* href="([^"]+)"', answer.text)}
