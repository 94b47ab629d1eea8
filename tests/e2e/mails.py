"""Mails for the tests: made here, about people and companies that do not exist."""

from __future__ import annotations

from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

QUOTATION = """みなと食品株式会社
総務部　水野 沙織 様

いつもお世話になっております。ひばりソフトの柏木です。
ご依頼のお見積りをお送りいたします。有効期限は発行後30日です。
ご不明な点がございましたら、お気軽にお問い合わせください。

----------------------------
ひばりソフト株式会社　営業部
柏木 直人
TEL: 03-5550-0123
----------------------------
"""
LEAK = """大森課長

お疲れさまです。柏木です。
みなと食品の水野さんですが、以前は桜坂リースにお勤めだったそうです。
本人には内緒にしておいてください。

柏木
"""
SENDER = "n.kashiwagi@hibari-soft.example"
INSIDE = "omori@hibari-soft.example"
OUTSIDE = "s.mizuno@minato-foods.example"


def mail(text: str = QUOTATION, subject: str = "お見積りの件", to: str = OUTSIDE, sender: str = SENDER, charset: str = "utf-8") -> bytes:
    """A plain mail as bytes with CRLF."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{Header('柏木 直人', 'utf-8').encode()} <{sender}>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<one@hibari-soft.example>"
    message.set_content(text, charset=charset, cte="base64" if charset == "utf-8" else None)
    return message.as_bytes()


def without_trace(content: bytes) -> bytes:
    """The message without the two lines the gateway puts on top."""
    received, trace, rest = content.split(b"\r\n", 2)
    assert received.startswith(b"Received: from "), received
    assert trace.startswith(b"X-Sekisho: "), trace
    return rest
