"""The store and its keys, opened as the settings say: for the gateway and for every command that needs no more of it."""

from __future__ import annotations

from gateway.configfile import ConfigError, Fault
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.vault import Vault, VaultError
from gateway.settings import Settings


def open_store(settings: Settings) -> Store:
    """The quarantine. Raises ConfigError when it cannot be opened."""
    try:
        return Store(settings.store.url, open_vault(settings))
    except (StoreError, VaultError, OSError) as error:
        raise ConfigError("store", [Fault(0, "store", str(error))]) from None


def open_vault(settings: Settings, create: bool = True) -> Vault:
    """The keys: those given as such, otherwise those in the file, made if there is none. Raises VaultError, OSError."""
    return Vault.from_text(settings.store.keys) if settings.store.keys else Vault.from_file(settings.store.key_file, create)
