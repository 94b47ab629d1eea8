"""People: what was told about somebody and to whom, for who asks about their own data (個人情報保護法33条).

Names come in forms and stay there: they are in no address, no log and no audit entry.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.disclosure import letter
from gateway.console.incident import download
from gateway.console.paper_file import paper_file
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.spreadsheet import csv_file
from gateway.console.visit import Refused, Visit, guarded
from gateway.policy.weight import department_of
from gateway.quarantine.ledger import EXACT, Told
from gateway.vocabulary import ENTITIES

OUTCOMES = {  # Japanese, English, how the chip looks
    "delivered": ("送信済み", "delivered", "late"), "released": ("確認後に送信", "released", "late"), "redacted": ("伏せて送信", "taken out before sending", "good"),
    "held": ("保留中", "held", "soon"), "refused": ("送信拒否", "refused", "good"), "deleted": ("削除（未送信）", "deleted, not sent", "good"),
    "expired": ("期限切れ（未送信）", "expired, not sent", "good"),
}  # fmt: skip
GIVEN = ("delivered", "released")  # what really reached somebody
_NAME = 100  # code points of a name asked for
_MOST = 10_000


@dataclass(frozen=True)
class Telling:
    """One line of the page. `mark` names it in a form; `outside` are the recipients beyond the company's domains."""

    told: Told = field(repr=False)
    mark: str
    outside: frozenset[str] = field(repr=False)
    linked: bool

    @property
    def given(self) -> bool:
        """Whether it reached somebody."""
        return self.told.outcome in GIVEN


class PeoplePage:
    """The search and what is made of it: a table, a file, the draft of an answer."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[Route]:
        """Where it is. Everything with a name in it is sent, never asked by an address."""
        parts = self._parts
        return [
            Route("/people", guarded(parts, self.show, May.PEOPLE), methods=["GET"]),
            Route("/people", guarded(parts, self.search, May.PEOPLE), methods=["POST"]),
            Route("/people/file", guarded(parts, self.file, May.PEOPLE), methods=["POST"]),
        ]

    def show(self, visit: Visit) -> Response:
        """The empty search."""
        return pages.page(visit, self._parts.templates, "people.html", person="", searched=False, found=(), summary={}, outcomes=OUTCOMES, exact=EXACT)

    def search(self, visit: Visit) -> Response:
        """What was told about the person, exact and possible matches apart."""
        name = visit.form.get("name", "").strip()[:_NAME]
        if not name:
            return self.show(visit)
        found = self._found(visit, name, visit.actor)
        exact = [one for one in found if one.told.match == EXACT]
        summary = {
            "given": sum(one.given for one in exact), "stopped": sum(not one.given for one in exact), "possible": len(found) - len(exact),
            "recipients": len({address for one in exact if one.given for address in one.told.recipients}),
            "kinds": Counter(kind for one in exact if one.given for kind in one.told.entity_types if kind != "PERSON").most_common(),
        }  # fmt: skip
        return pages.page(visit, self._parts.templates, "people.html", person=name, searched=True, found=found, summary=summary, outcomes=OUTCOMES, exact=EXACT)

    def file(self, visit: Visit) -> Response:
        """What was chosen on the page: as CSV, or as the draft of an answer. On record, without the name."""
        name, form = visit.form.get("name", "").strip()[:_NAME], visit.form.get("form", "")
        wanted = frozenset(visit.lists.get("telling", ()))
        if form not in ("csv", "docx", "md") or not name:
            raise Refused(400, "bad_value")
        found = [one for one in self._found(visit, name) if one.mark in wanted]
        self._parts.store.audit.append(visit.actor, "people_exported", detail=f"{form}, {len(found)} entries")
        if form == "csv":
            return download(csv_file(*self._table(visit, found)), "sekisho-people.csv", "text/csv; charset=utf-8")
        return paper_file(letter(name, found, time.time()), "kaiji-kaito", form)

    def _found(self, visit: Visit, name: str, actor: str = "") -> list[Telling]:
        made = []
        for one in self._parts.store.ledger.search(name, actor, _MOST):
            if visit.departments is not None and department_of(self._parts.policy().policy, one.sender) not in visit.departments:
                continue
            made.append(Telling(one, _mark(one), frozenset(address for address in one.recipients if not self._inside(one, address)), May.SEE_QUEUE in visit.may))
        known = self._parts.store.ledger.with_a_message([one.told.incident for one in made])
        return [Telling(one.told, one.mark, one.outside, one.linked and one.told.incident in known) for one in made]

    def _inside(self, told: Told, address: str) -> bool:
        domains = self._parts.policy().policy.organization.domains or (told.sender.rpartition("@")[2],)
        domain = address.rpartition("@")[2].lower()
        return any(fnmatchcase(domain, one.lower()) for one in domains)

    def _table(self, visit: Visit, found: Sequence[Telling]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        english = visit.language == "en"
        say = pages.speaker(visit.language)
        header = (say("日時", "time"), say("一致", "match"), say("名前（記録）", "name as filed"), say("情報の種類", "kinds of data"), say("結果", "outcome"), say("送信者", "sender"), say("社外の宛先", "recipients outside"), say("社内の宛先", "recipients inside"), say("受付番号", "reference"))
        rows: list[tuple[str, ...]] = []
        for one in found:
            told = one.told
            outside = [address for address in told.recipients if address in one.outside]
            inside = [address for address in told.recipients if address not in one.outside]
            kinds = "、".join(ENTITIES.get(kind, (kind, kind))[english] for kind in told.entity_types)
            match = say("一致", "exact") if told.match == EXACT else say("可能性あり", "possible")
            rows.append((pages.when(told.at), match, told.name, kinds, OUTCOMES.get(told.outcome, (told.outcome,) * 3)[english], told.sender, " ".join(outside), " ".join(inside), told.incident))
        return header, rows


def _mark(told: Told) -> str:
    """Names an entry of the ledger in a form without saying anything of it."""
    return hashlib.sha256(repr((told.incident, told.name, told.outcome, told.at)).encode("utf-8", "surrogateescape")).hexdigest()[:16]
