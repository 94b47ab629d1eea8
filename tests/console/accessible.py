"""What axe-core finds wrong with a page in the browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe


def serious(page: Any, *, colours_only: bool = False) -> list[str]:
    """Faults of serious or critical impact, with the rule and the element; `colours_only` where only the colours may differ from a page looked at before."""
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}} if colours_only else {})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found if one["impact"] in ("serious", "critical") for node in one["nodes"]]
