"""Refusals: one code, one status, one sentence for a person; sent as RFC 9457 problem+json.

Here: every refusal that HTTP callers can meet. Not here: findings about papers (they are values, not errors).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MEDIA_TYPE = "application/problem+json"
_NOTHING: Mapping[str, object] = MappingProxyType({})
TYPE_BASE = "urn:claimgate:problem:"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal: HTTP status and its sentence in both languages."""

    status: int
    chinese: str
    english: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "NOT_AUTHENTICATED": Kind(401, "请先登录，或提供有效的令牌。", "Sign in first, or send a valid token."),
        "FORBIDDEN": Kind(403, "您的身份不能进行这项操作。", "Your role may not do this."),
        "NEEDS_TLS": Kind(
            403,
            "请用 https 开头的地址打开本系统：普通 http 连接不安全，不能登录。",
            "Open this service by its https address: nobody can sign in over plain http.",
        ),
        "NOT_FOUND": Kind(404, "没有找到，或您无权查看。", "Not found, or not yours to see."),
        "METHOD_NOT_ALLOWED": Kind(405, "这个地址不支持这种操作。", "This address does not support that method."),
        "CLAIM_EXISTS": Kind(
            409, "这个案号已经登记过；如需更改请用 PUT。", "This claim is registered already; use PUT."
        ),
        "WRONG_STATE": Kind(409, "当前状态下不能进行这项操作。", "The present state does not allow this."),
        "GATE_REFUSES": Kind(
            409, "发放核验不允许这项操作，原因见代码。", "The gate does not allow this; see the code."
        ),
        "NOT_OVERRIDABLE": Kind(409, "这一项不能由两人决定放行。", "No two people may let this check pass."),
        "LEASED": Kind(409, "这一项正由另一位工作人员处理。", "Another person is working on this."),
        "ESCALATE_FIRST": Kind(
            409, "严重问题请先提交复核。", "A finding of severity B goes to a second reviewer first."
        ),
        "IN_FLIGHT": Kind(409, "同一请求正在处理，请稍后再查。", "The same request is being handled; ask again soon."),
        "WRONG_OFFSET": Kind(
            409, "上传接续的位置不对，请先查询已收到多少。", "Not the present offset: ask with HEAD how much is here."
        ),
        "TUS_VERSION": Kind(412, "分段上传需要 Tus-Resumable: 1.0.0。", "Send Tus-Resumable: 1.0.0."),
        "TOO_MANY_UPLOADS": Kind(
            429,
            "还有很多没有传完的文件。请先传完，或明天再试。",
            "Too many unfinished uploads; finish some of them first.",
        ),
        "NOT_A_PIECE": Kind(
            415, "分段上传的内容类型应是 application/offset+octet-stream。", "Send application/offset+octet-stream."
        ),
        "TOO_LARGE": Kind(
            413,
            "文件超过 20 MB。请把照片调小一些，或分成几份上传。",
            "The file exceeds 20 MB. Make the photo smaller, or send it in several uploads.",
        ),
        "BODY_TOO_LARGE": Kind(413, "请求内容过大（超过 4 MB）。", "The request exceeds 4 MB."),
        "UNSUPPORTED_TYPE": Kind(
            415,
            "只能上传 JPEG、PNG、WebP、TIFF、HEIC 图片或 PDF。请用手机拍照，或另存为 PDF 后再上传。",
            "Only JPEG, PNG, WebP, TIFF, HEIC pictures or PDF. Photograph the paper, or save it as PDF.",
        ),
        "NOT_MULTIPART": Kind(
            415,
            "请用 multipart/form-data 上传，文件放在 file 中。",
            "Send multipart/form-data with the files in `file`.",
        ),
        "TOO_MANY_PIXELS": Kind(
            422,
            "图片尺寸过大（超过 8000 万像素）。请用普通分辨率重新拍照。",
            "The picture has more than 80 megapixels. Photograph it again at a normal resolution.",
        ),
        "EMPTY_FILE": Kind(415, "文件是空的。请重新选择文件。", "The file is empty. Choose it again."),
        "NO_FILE": Kind(422, "没有收到文件。请至少选择一个文件。", "No file was sent. Choose at least one."),
        "TOO_MANY_PARTS": Kind(422, "一份材料最多 50 页。", "One document has at most 50 pages."),
        "UNKNOWN_KIND": Kind(422, "材料种类不在列表中。", "That kind of document is not on the list."),
        "ON_BEHALF_OF_MISSING": Kind(
            422, "窗口代为上传时，请写明代谁办理（on_behalf_of）。", "Counter staff must name `on_behalf_of`."
        ),
        "BAD_REQUEST": Kind(422, "请求内容有误，请检查后再试。", "The request cannot be read; check it and try again."),
        "BAD_VALUE": Kind(422, "这个值不能填在这一栏。", "That value cannot stand in this field."),
        "BAD_RECORD": Kind(422, "案件记录有误。", "The claim record cannot be read."),
        "CLAIM_NO_MISSING": Kind(422, "案件记录缺少 claim_no。", "The claim record lacks claim_no."),
        "CLAIM_NO_DIFFERS": Kind(
            422, "案件记录中的 claim_no 与地址不一致。", "The record's claim_no differs from the address."
        ),
        "FICTIONAL_NUMBER": Kind(
            422,
            "案件记录含有演示号码（449900），正式环境不接受。",
            "The record carries demonstration numbers (449900).",
        ),
        "IDEMPOTENCY_MISMATCH": Kind(
            422,
            "同一个 Idempotency-Key 已用于另一份内容。",
            "This Idempotency-Key was used with another body.",
        ),
        "BAD_IDEMPOTENCY_KEY": Kind(
            422,
            "Idempotency-Key 应是 1 到 200 个可显示字符。",
            "Idempotency-Key must be 1 to 200 printable characters.",
        ),
        "RATE_LIMITED": Kind(
            429, "操作太频繁了，请稍等一会儿再试。", "Too often: wait as long as Retry-After says, then try again."
        ),
        "FAILED": Kind(500, "系统出了问题，您的材料没有丢失。请稍后再试。", "Something failed on our side; try again."),
        "LINK_OVER": Kind(
            410,
            "这个链接不能用了：可能已经用过、过期或作废。请联系发给您链接的经办人员，或到窗口办理。",
            "This link opens nothing any more: used, expired or revoked. Ask for another, or visit a counter.",
        ),
        "WRONG_DIGITS": Kind(
            422, "与登记的不一致，请核对后再试。", "These are not the digits on record; check them and try again."
        ),
        "SIGN_IN_UNAVAILABLE": Kind(
            503,
            "暂时联系不上统一身份认证，请稍后再试。",
            "The identity provider does not answer at the moment; try again soon.",
        ),
        "BUSY": Kind(503, "系统正忙，没有保存，请稍后再试。", "Busy; nothing was kept. Try again soon."),
        "STORAGE_FULL": Kind(507, "存储空间已满，没有保存，请联系管理员。", "No room left; nothing was kept."),
    }
)


class Refusal(Exception):
    """A request that is refused; `detail` replaces the kind's sentence where more can be said."""

    def __init__(self, code: str, detail: str | None = None, more: Mapping[str, object] = _NOTHING) -> None:
        super().__init__(code)
        self.code, self.detail, self.more = code, detail, more

    @property
    def status(self) -> int:
        """HTTP status of this refusal."""
        return KINDS[self.code].status


def problem(refusal: Refusal, *, english: bool) -> dict[str, object]:
    """Give the body of a refusal in the language that the caller asked for."""
    kind = KINDS[refusal.code]
    return {
        "type": TYPE_BASE + refusal.code.lower().replace("_", "-"),
        "title": refusal.code.replace("_", " ").capitalize(),
        "status": kind.status,
        "detail": refusal.detail or (kind.english if english else kind.chinese),
        "code": refusal.code,
        **refusal.more,
    }


def wants_english(accept_language: str | None) -> bool:
    """Say whether Accept-Language prefers English to Chinese."""
    best, english = -1.0, False
    for part in (accept_language or "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if weight > best and tag[:2].lower() in {"en", "zh"}:
            best, english = weight, tag[:2].lower() == "en"
    return english and best > 0
