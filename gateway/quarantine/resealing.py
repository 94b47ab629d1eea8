"""Everything sealed with an old key is sealed with the current one; afterwards the old keys can be retired."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from gateway.quarantine import consents, ledger, sealed_secrets
from gateway.quarantine.records import envelope_of
from gateway.quarantine.review_tables import AccountRow, AllowanceRow, ApprovalRow, DecisionRow, ReportRow, RequestRow
from gateway.quarantine.store import Store
from gateway.quarantine.tables import ConsentRow, IncidentRow, SecretRow, ToldRow
from gateway.quarantine.vault import VaultError

_BATCH, _BATCH_BYTES = 100, 16 * 1024 * 1024
_Bound = Callable[[str], str]


@dataclass(frozen=True)
class _Sealed:
    """A table with sealed columns: what identifies a row, and what each column is bound to."""

    table: Any
    identity: str
    columns: dict[str, _Bound]


_SEALED = (
    _Sealed(SecretRow, "name", {"sealed": sealed_secrets.bound_to}),
    _Sealed(IncidentRow, "id", {"envelope": envelope_of, "body": lambda incident: incident}),
    _Sealed(ConsentRow, "id", {"sealed": consents.bound_to, "file": consents.file_of}),
    _Sealed(ToldRow, "id", {"sealed": ledger.bound_to}),
    _Sealed(AccountRow, "id", {"totp": lambda account: f"account/{account}/totp"}),
    _Sealed(RequestRow, "id", {"sealed": lambda request: f"request/{request}", "file": lambda request: f"request/{request}/file"}),
    _Sealed(ApprovalRow, "id", {"sealed": lambda approval: f"approval/{approval}"}),
    _Sealed(DecisionRow, "incident", {"sealed": lambda incident: f"decision/{incident}"}),
    _Sealed(AllowanceRow, "id", {"sealed": lambda allowance: f"allowance/{allowance}"}),
    _Sealed(ReportRow, "id", {"sealed": lambda report: f"report/{report}"}),
)


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many rows were sealed anew, and how many no key opens (they stay as they are)."""

    rows: int
    unopened: int


def keys_in_use(store: Store) -> set[str]:
    """Names of the keys that some row is sealed with."""
    with store.database.reading() as session:
        return {name for one in _SEALED for name in session.scalars(select(one.table.key_name).distinct())}


def rows_to_reseal(store: Store) -> int:
    """How many rows are sealed with another key than the current one."""
    current = store.vault.current
    with store.database.reading() as session:
        return sum(session.scalar(select(func.count()).select_from(one.table).where(one.table.key_name != current)) or 0 for one in _SEALED)


def reseal(store: Store, actor: str, progress: Callable[[int], None] = lambda _done: None) -> Resealed:
    """Seal every row with the current key, a batch a commit; may be cut off at any time and go on later.

    `progress` hears how many rows each batch dealt with. At the end the audit log gets a new key too. Raises StoreError.
    """
    rows = unopened = 0
    for done, failed in _batches(store):
        rows += done
        unopened += failed
        progress(done + failed)
    with store.database.writing() as session:
        if rows:
            store.secrets.renew_audit(session)
        store.audit.write(session, actor, "keys_resealed", detail=f"{rows} rows, {unopened} that no key opens")
    return Resealed(rows, unopened)


def _batches(store: Store) -> Iterator[tuple[int, int]]:
    for one in _SEALED:
        identity = getattr(one.table, one.identity)
        columns = [getattr(one.table, name) for name in one.columns]
        after = ""
        while True:
            done = failed = size = 0
            current = store.vault.current
            with store.database.writing("rows could not be sealed anew") as session:
                query = select(identity).where(identity > after, one.table.key_name != current).order_by(identity).limit(_BATCH)
                found = list(session.scalars(query))
                for name in found:
                    after = name
                    row = session.execute(select(one.table.key_name, *columns).where(identity == name).with_for_update()).one_or_none()
                    if row is None:
                        continue
                    values = _sealed_anew(store, one, name, row[0], row[1:])
                    failed += values is None
                    done += values is not None
                    if values is not None:
                        session.execute(update(one.table).where(identity == name).values(values), execution_options={"synchronize_session": False})
                    size += sum(len(blob) for blob in row[1:] if blob is not None)
                    if size > _BATCH_BYTES:  # mail that comes in meanwhile waits for the end of a batch
                        break
            if not found:
                break
            yield done, failed


def _sealed_anew(store: Store, one: _Sealed, identity: str, key_name: str, blobs: Any) -> dict[str, Any] | None:
    """The row's columns under the current key, None when no key opens one of them."""
    values: dict[str, Any] = {}
    try:
        plain = {n: store.vault.open(key_name, b, bound(identity)) for (n, bound), b in zip(one.columns.items(), blobs, strict=True) if b is not None}
    except VaultError:
        return None
    if not plain:
        return {"key_name": store.vault.current}  # an account without one-time codes
    names: set[str] = set()
    for name, content in plain.items():
        values["key_name"], values[name] = store.vault.seal(content, one.columns[name](identity))
        names.add(values["key_name"])
    return values if len(names) == 1 else _sealed_anew(store, one, identity, key_name, blobs)  # rotated again in between
