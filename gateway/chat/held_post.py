"""A held post as reviewers see it, and with its findings taken out. Runs in a worker: what is held is the most hostile there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from gateway.chat.adapter import Post
from gateway.chat.inspect_text import INSPECT, kept_text
from gateway.chat.payload import Malformed
from gateway.chat.post_text import BODY, PostText, RawPost, is_new
from gateway.chat.resend import Resend
from gateway.message import PartKind
from gateway.redaction import Lost, edits, placed
from gateway.shown import ShowError, Shown, Text
from gateway.verdict import Finding

T = TypeVar("T")
MOST_TEXT = 400_000  # characters that are shown


@dataclass(frozen=True, slots=True)
class Cannot:
    """Why something could not be done, as a value: an exception that leaves a worker loses its words."""

    why: str


def attempt(work: Callable[..., T], *arguments: Any) -> T | Cannot:
    """What `work` returns, or why it could not be done."""
    try:
        return work(*arguments)
    except ShowError as error:
        return Cannot(str(error))


def show_post(content: bytes, findings: Sequence[Finding] = (), hide: Sequence[int] = ()) -> Shown:
    """The text that would be posted, after what it was read together with; never path, headers or tokens. Raises ShowError."""
    resend = _kept(content)
    if resend.api == INSPECT:
        return Shown((("to", INSPECT),), (Text(BODY, PartKind.PLAIN.value, _asked(resend)[:MOST_TEXT]),), "", (), ())
    text = _read(resend)
    where = f"{resend.api} · {urlsplit(resend.upstream).hostname or ''}{_room(text.post)}"
    unreadable = tuple((one.ref, one.reason.value) for one in text.post.unreadable)
    return Shown((("to", where[:200]),), (Text(BODY, PartKind.PLAIN.value, text.text[:MOST_TEXT]),), "", (), unreadable)


def redact_post(content: bytes, findings: Sequence[Finding]) -> bytes:
    """The kept request with these findings taken out of its body. Raises ShowError when some stands where nothing can be rewritten."""
    resend = _kept(content)
    if resend.api == INSPECT:
        raise ShowError("the server that asked has the message and sends it itself: it can be released as it is, or not")
    text = _read(resend)
    try:
        own = [one for one in placed(findings, {BODY: text.text}) if is_new(one, text.own_spans)]
        if not own:
            raise ShowError("what was found stands in an earlier message, which is delivered already")
        return resend.with_body(text.redacted(edits(own))).packed()
    except Lost as lost:
        raise ShowError(f"{lost}: release it as it is, or ask the author to post it anew") from None
    except Malformed as fault:
        raise ShowError(f"it cannot be taken out: {fault}") from None


def post_text(content: bytes) -> str:
    """What a kept request says, for the command line: without credentials. Raises ShowError."""
    resend = _kept(content)
    return _asked(resend) if resend.api == INSPECT else _read(resend).text


def _kept(content: bytes) -> Resend:
    try:
        return Resend.unpacked(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ShowError("what is kept is no chat message of this version") from None


def _asked(resend: Resend) -> str:
    try:
        return kept_text(resend.body)
    except (ValueError, KeyError, TypeError):
        raise ShowError("what is kept is no message of this version") from None


def _read(resend: Resend) -> PostText:
    try:
        return PostText(RawPost(resend.api, resend.head, resend.body, names=resend.names, recent=resend.recent))
    except KeyError:
        raise ShowError("it was held by an API this version does not know") from None
    except Malformed as fault:
        raise ShowError(f"the request cannot be read: {fault}") from None


def _room(post: Post) -> str:
    """The room's name where it is one: a webhook's path is a secret, and stands for a room too."""
    return f" · {post.room}" if post.room and "/" not in post.room and len(post.room) <= 80 else ""
