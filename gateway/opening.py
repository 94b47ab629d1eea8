"""The store and its keys, opened as the settings say: for the gateway and for every command that needs no more of it."""

from __future__ import annotations

from gateway.configfile import ConfigError, Fault
from gateway.quarantine.database import sealed_with
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.vault import Vault, VaultError
from gateway.settings import Settings


def open_store(settings: Settings) -> Store:
    """The quarantine. Raises ConfigError when it cannot be opened."""
    require_key_file(settings)
    try:
        return Store(settings.store.url, open_vault(settings))
    except (StoreError, VaultError, OSError) as error:
        raise ConfigError("store", [Fault(0, "store", str(error))]) from None


def require_key_file(settings: Settings) -> None:
    """A key file is made for a new store only: one that is gone would be replaced without a word. Raises ConfigError."""
    path = settings.store.key_file
    if settings.store.keys or path.exists() or not (names := sealed_with(settings.store.url)) or path.exists():  # another gateway may be making it
        return
    raise ConfigError("store", [Fault(0, "store.key_file", (
        f"{path} is gone, and the store is sealed with the key {', '.join(names)}; put the file back from its backup, or, if it is lost for good, name a new store"))])


def open_vault(settings: Settings, create: bool = True) -> Vault:
    """The keys: those given as such, otherwise those in the file, made if there is none. Raises VaultError, OSError."""
    return Vault.from_text(settings.store.keys) if settings.store.keys else Vault.from_file(settings.store.key_file, create)
