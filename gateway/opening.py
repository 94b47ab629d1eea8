"""The store and its keys, opened as the settings say: for the gateway and for every command that needs no more of it."""

from __future__ import annotations

from gateway.configfile import SettingError
from gateway.quarantine.database import sealed_with, url_problem
from gateway.quarantine.store import Store, StoreError
from gateway.quarantine.vault import Vault, VaultError
from gateway.settings import Settings


def open_store(settings: Settings) -> Store:
    """The quarantine. Raises SettingError when it cannot be opened."""
    require_key_file(settings)
    vault = _open_vault(settings)
    try:
        return Store(settings.store.url, vault)
    except (StoreError, VaultError) as error:
        raise SettingError("store.url", url_problem(settings.store.url) or str(error)) from None
    except OSError as error:
        raise SettingError("store.url", url_problem(settings.store.url) or f"cannot be used: {error.strerror}") from None


def require_key_file(settings: Settings) -> None:
    """A key file is made for a new store only: one that is gone would be replaced without a word. Raises SettingError."""
    path = settings.store.key_file
    if settings.store.keys or path.exists() or not (names := sealed_with(settings.store.url)) or path.exists():  # another gateway may be making it
        return
    raise SettingError("store.key_file", (
        f"{path} is gone, and the store is sealed with the key {', '.join(names)}; put the file back from its backup, or, if it is lost for good, name a new store"))


def check_store(settings: Settings) -> None:
    """What would keep the store from being opened, as far as that shows without making or changing anything. Raises SettingError."""
    if problem := url_problem(settings.store.url):
        raise SettingError("store.url", problem)
    require_key_file(settings)
    if settings.store.keys or settings.store.key_file.exists():
        _open_vault(settings, create=False)


def _open_vault(settings: Settings, create: bool = True) -> Vault:
    """The keys: those given as such, otherwise those in the file, made if there is none."""
    try:
        return Vault.from_text(settings.store.keys) if settings.store.keys else Vault.from_file(settings.store.key_file, create)
    except VaultError as error:
        raise SettingError("store.key_file", str(error)) from None
    except OSError as error:
        raise SettingError("store.key_file", f"'{settings.store.key_file}' cannot be used ({error.strerror}); name a file in a folder that this user may write to") from None
