"""A held message goes on its way after all: to the next hop, by exactly one of all who try, and on record."""

from __future__ import annotations

import asyncio

from gateway.mail.trace import Client, trace_lines
from gateway.mail.upstream import NextHopPool, NextHopUnavailable
from gateway.quarantine.store import Store, StoreError


async def send_held(
    store: Store, pool: NextHopPool, hostname: str, incident: str, actor: str, again: bool = False, content: bytes | None = None
) -> str:
    """Send to the recipients it was held for; returns the next hop's reply. `content` goes in place of the message: a redacted one.

    `again` takes over a release that was interrupted before its end was recorded. Raises StoreError when the message
    is not held (any more) or the next hop does not take it: then it stays held. Where nobody knows whether the next hop
    took it, it stays `releasing`, since a message is never sent twice unasked.
    """
    held = await asyncio.to_thread(store.get, incident)
    if held is None:
        raise StoreError(f"there is no incident {incident}")
    opened = await asyncio.to_thread(store.open, incident)
    if not await asyncio.to_thread(store.claim, incident, actor, again):
        now = await asyncio.to_thread(store.get, incident)
        hint = "; use --again if that release was cut off" if now is not None and now.state == "releasing" else ""
        raise StoreError(f"{incident} is {now.state if now else 'gone'}, not held{hint}")
    trace = trace_lines(Client("quarantine", "127.0.0.1", "ESMTP"), hostname, incident)
    try:
        recipients = list(zip(held.recipients, opened.parameters, strict=True))
        reply, refusals = await pool.send_to_those_taken(held.sender, recipients, trace + (opened.content if content is None else content), opened.options)
    except NextHopUnavailable as down:
        if down.sent:
            raise StoreError(f"the next hop broke off after the message was sent: ask there whether it has {incident}; if it has not, use --again") from None
        await asyncio.to_thread(store.unclaim, incident, actor, "next hop unavailable")
        raise StoreError(f"the next hop cannot be reached ({down.reply.text}); {incident} stays held") from None
    except asyncio.CancelledError:  # how far it came nobody knows: it stays `releasing`, for --again
        raise
    except Exception:
        await asyncio.to_thread(store.unclaim, incident, actor, "interrupted")
        raise
    if not reply.ok:
        await asyncio.to_thread(store.unclaim, incident, actor, f"next hop said {reply.code}")
        raise StoreError(f"the next hop did not take {incident}: {reply.code} {reply.text}; it stays held")
    refused = f"; {len(refusals)} of {len(recipients)} recipients were refused ({', '.join(sorted({str(one.code) for one in refusals}))})" if refusals else ""
    what = f"next hop said {reply.code}" + ("" if content is None else "; the redacted version") + refused
    await asyncio.to_thread(store.released, incident, actor, what)
    return f"{reply.code} {reply.text}{refused}"
