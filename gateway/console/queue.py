"""The queue: what is waiting, oldest first, filtered, live; and deciding about several of one rule at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Literal, cast

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.cases import overdue
from gateway.console.decisions import Decider
from gateway.console.parts import Parts
from gateway.console.permissions import May
from gateway.console.visit import Refused, Visit, guarded
from gateway.quarantine.store import DELETED, EXPIRED, HELD, REFUSED, RELEASED, RELEASING, Page, StoreError

_PAGE = 50
_MOST_AT_ONCE = 100
VIEWS: dict[str, tuple[str, ...]] = {
    "waiting": (HELD, RELEASING), "refused": (REFUSED,), "done": (RELEASED, DELETED, EXPIRED), "all": (HELD, RELEASING, REFUSED, RELEASED, DELETED, EXPIRED),
}  # fmt: skip
_ORDERS = ("oldest", "newest", "severity")


class Queue:
    """The list of incidents."""

    def __init__(self, parts: Parts, decider: Decider) -> None:
        self._parts = parts
        self._decider = decider

    def routes(self) -> list[Route]:
        """Where it is."""
        return [
            Route("/", guarded(self._parts, self.front)),
            Route("/queue/rows", guarded(self._parts, self.rows, May.SEE_QUEUE)),
            Route("/queue/bulk", guarded(self._parts, self.bulk, May.DECIDE), methods=["POST"]),
        ]

    def front(self, visit: Visit) -> Response:
        """The queue; for somebody who may not see it, the first page they may."""
        if May.SEE_QUEUE in visit.may:
            return self.show(visit)
        first = next((path for path, _, _, need in pages.MENU if need in visit.may), "/account")
        return pages.to(first)

    def show(self, visit: Visit) -> Response:
        """The page."""
        values = self._values(visit)
        policy = self._parts.policy().policy
        departments = [d for d in policy.organization.departments if visit.departments is None or d in visit.departments]
        return pages.page(visit, self._parts.templates, "queue.html", rules=[rule.id for rule in policy.rules], departments=departments, overdue=overdue(self._parts, visit, time.time()), **values)

    def rows(self, visit: Visit) -> Response:
        """The rows alone, for live updates."""
        return HTMLResponse(pages.rendered(visit, self._parts.templates, "queue_rows.html", **self._values(visit)))

    def bulk(self, visit: Visit) -> Response:
        """The same decision about several incidents; all must be held by the same strongest rule."""
        chosen = visit.lists.get("incident", ())[:_MOST_AT_ONCE]
        incidents = [one for reference in chosen if (one := self._decider.visible(visit, reference)) is not None]
        if not incidents or len({one.rule for one in incidents}) != 1:
            raise Refused(400, "one_rule_only")
        action = visit.form.get("action", "")
        if action not in ("delete", "return", "released_redacted"):
            raise Refused(400, "no_such_action")
        done = failed = 0
        for incident in incidents:
            try:
                done += self._decider.act(visit, incident, action, visit.form.get("words", ""))
            except (StoreError, Refused):
                failed += 1
        return pages.to(f"/?said={'bulk_in_part' if failed else 'bulk' if done else 'wished'}")

    def _values(self, visit: Visit) -> dict[str, Any]:
        view = visit.asked("view", "waiting")
        order = visit.asked("order", "oldest")
        if view not in VIEWS or order not in _ORDERS:
            raise Refused(400, "no_such_view")
        severity = visit.asked("severity")
        chosen: dict[str, Any] = {
            "rule": visit.asked("rule") or None, "severity": int(severity) if severity in ("0", "1", "2", "3") else None,
            "department": visit.asked("department") or None, "sender": visit.asked("sender").strip() or None,
        }  # fmt: skip
        try:
            page = self._parts.store.page(
                VIEWS[view], **chosen, departments=visit.departments, before=visit.asked("after"), limit=_PAGE, order=cast(Literal["oldest", "newest", "severity"], order)
            )
        except ValueError:
            raise Refused(400, "no_such_view") from None
        return {
            "page": page, "view": view, "order": order, "chosen": {key: "" if value is None else str(value) for key, value in chosen.items()},
            "asks": self._asks(page), "query": _query(visit), "late": _late(page.incidents),
        }  # fmt: skip

    def _asks(self, page: Page) -> dict[str, str]:
        return self._parts.store.reviews.open_requests([one.id for one in page.incidents]) if page.incidents else {}


def _late(incidents: Sequence[Any]) -> dict[str, str]:
    """late: past the service level; soon: in its last quarter."""
    now = time.time()
    found = {}
    for one in incidents:
        if one.state in (HELD, RELEASING) and one.due_at:
            found[one.id] = "late" if now > one.due_at else "soon" if now > one.due_at - 0.25 * (one.due_at - one.created_at) else ""
    return found


def _query(visit: Visit) -> str:
    from urllib.parse import urlencode

    return urlencode([(key, value) for key, value in visit.request.query_params.multi_items() if key not in ("after", "lang", "said") and value])
