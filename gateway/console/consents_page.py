"""The register of consents: who agreed to what being told to whom, with the evidence; added one by one or from a CSV file."""

from __future__ import annotations

import re

from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.incident import download
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.sender_page import MOST_EVIDENCE
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.consent_csv import COLUMNS, CsvError, parse_audience, parse_day, parse_kinds, read_consents
from gateway.quarantine.consents import ANY, Consent
from gateway.quarantine.vault import VaultError
from gateway.vocabulary import ENTITIES

_SHOWN = 200  # entries on the page; a search finds any
_MOST_CSV = 1024 * 1024  # bytes of a file to import
_MOST_ERRORS = 50  # wrong lines named at once


class ConsentsPage:
    """The list, new entries, and their evidence."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """Where it is."""
        parts = self._parts
        return [
            Route("/consents", guarded(parts, self.show, May.CONSENTS)),
            Route("/consents/add", guarded(parts, self.add, May.CONSENTS), methods=["POST"]),
            Route("/consents/revoke", guarded(parts, self.revoke, May.CONSENTS), methods=["POST"]),
            Route("/consents/import", guarded(parts, self.take_csv, May.CONSENTS), methods=["POST"]),
            Route("/consents/{consent}/evidence", guarded(parts, self.evidence, May.CONSENTS)),
        ]

    def show(self, visit: Visit, said: str = "", said_kind: str = "", status: int = 200, faults: tuple[str, ...] = (), typed: dict[str, str] | None = None) -> Response:
        """The newest entries, or those of one person by the whole name."""
        name = visit.asked("name").strip()[:100]
        try:
            entries = self._parts.store.consents.on_record(name or None, _SHOWN)
        except VaultError:
            entries = []
            said, said_kind = pages.speaker(visit.language)("鍵が見つからないため、開けない登録があります。管理者にご連絡ください。", "Some entries do not open: their key is missing. Tell your administrator."), "grave"
        kinds = {key: words[visit.language == "en"] for key, words in ENTITIES.items() if key not in ("PERSON", "ORGANIZATION")}
        return pages.page(
            visit, self._parts.templates, "consents.html", said=said, said_kind=said_kind, status=status, entries=entries, wanted=name, kinds=kinds, columns=COLUMNS,
            faults=faults, typed=typed or {}, chosen=visit.lists.get("kinds", ()), shown=_SHOWN, any_kind=ANY,
        )  # fmt: skip

    def add(self, visit: Visit) -> Response:
        """A new entry; what is wrong is said, and what was typed stays."""
        form = {key: value.strip()[:500] for key, value in visit.form.items()}
        name, data = visit.files.get("file", ("", b""))
        if len(data) > MOST_EVIDENCE:
            raise Refused(413, "evidence_too_large")
        try:
            if not form.get("person"):
                raise ValueError("person is empty; write the name of whoever gave consent")
            begins = parse_day(form["valid_from"]) if form.get("valid_from") else 0.0
            ends = parse_day(form["valid_until"], end=True) if form.get("valid_until") else None
            if ends is not None and ends <= begins:
                raise ValueError("valid_until lies before valid_from")
            consent = Consent(
                form["person"], parse_kinds(";".join(visit.lists.get("kinds", ())), ENTITIES), parse_audience(form.get("audience", "")), form.get("purpose", ""),
                begins, ends, form.get("evidence", ""), name[:200] if data else "", data,
            )  # fmt: skip
            self._parts.store.consents.add(consent, visit.actor)
        except ValueError as error:
            return self.show(visit, _in_words(str(error), visit.language), "grave", 400, typed=form)
        return pages.to("/consents?said=saved")

    def revoke(self, visit: Visit) -> Response:
        """It counts no more from now on."""
        self._parts.store.consents.revoke(visit.form.get("consent", ""), visit.actor)
        return pages.to("/consents")

    def take_csv(self, visit: Visit) -> Response:
        """Entries from a CSV file: all of it or nothing, every wrong line named."""
        _, data = visit.files.get("file", ("", b""))
        say = pages.speaker(visit.language)
        if not data or len(data) > _MOST_CSV:
            return self.show(visit, say("CSVファイルを選んでください（1MBまで）。", "Choose a CSV file of at most 1 MB."), "grave", 400)
        try:
            found = read_consents(data, ENTITIES)
        except CsvError as error:
            lines = str(error).splitlines()
            faults = tuple(_in_words(line, visit.language) for line in lines[:_MOST_ERRORS])
            more = say(f"（ほか{len(lines) - _MOST_ERRORS}行）", f" ({len(lines) - _MOST_ERRORS} more)") if len(lines) > _MOST_ERRORS else ""
            return self.show(visit, say("取り込みませんでした。次の行を直してください。", "Nothing was imported. Correct these lines.") + more, "grave", 400, faults)
        self._parts.store.consents.add_all(found, visit.actor)
        return self.show(visit, say(f"{len(found)}件を取り込みました。", f"{len(found)} imported."), "good")

    def evidence(self, visit: Visit) -> Response:
        """The document that shows a consent, as a download that no browser runs."""
        entry = self._parts.store.consents.get(visit.path("consent"))
        if entry is None or not entry.consent.file:
            raise Refused(404, "not_found")
        self._parts.store.audit.append(visit.actor, "consent_evidence_opened", detail=entry.id)
        return download(entry.consent.file, entry.consent.file_name)


_LINE = re.compile(r"line (\d+): ")
_JAPANESE = (  # how the reader's words begin, or what they contain → the same in Japanese
    ("person is empty", "氏名がありません"), ("kinds is empty", "情報の種類がありません"), ("is no kind of fact", "情報の種類に誤りがあります"),
    ("audience is empty", "伝えてよい相手がありません"), ("audience must be", "伝えてよい相手は、アドレスかドメインを ; で区切って書いてください"),
    ("is no day", "日付は 2027-03-31 のように書いてください"), ("valid_until lies", "終了日が開始日より前です"), ("fields, the first line", "列の数が見出しと合いません。カンマを含む値は引用符で囲んでください"),
    ("must name each column", "1行目に列名を一度ずつ書いてください"), ("no consent follows", "見出しの後にデータがありません"), ("is empty; it must name", "1行目に列名を書いてください"),
    ("is no CSV", "CSVとして読めません。閉じていない引用符がないか、お確かめください"), ("neither UTF-8", "文字コードはUTF-8かShift_JISにしてください"),
)  # fmt: skip


def _in_words(said: str, language: str) -> str:
    """What the reader of consents says, in Japanese with the English beside it."""
    if language == "en":
        return said
    line = _LINE.match(said)
    rest = said[line.end() :] if line else said
    japanese = next((ja for mark, ja in _JAPANESE if mark in rest), "")
    return f"{f'{line.group(1)}行目：' if line else ''}{japanese}{'（' if japanese else ''}{rest}{'）' if japanese else ''}"
