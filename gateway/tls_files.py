"""Certificate and key of whatever listens with TLS, tried before anything is served."""

from __future__ import annotations

import ssl
from pathlib import Path

from gateway.configfile import SettingError
from gateway.settings import TlsServer


def require_authorities(file: Path, key: str) -> None:
    """That a file holds authorities to trust. Raises SettingError."""
    try:
        ssl.create_default_context(cafile=str(file))
    except (ssl.SSLError, OSError) as error:
        raise SettingError(key, f"'{file}' holds no certificates ({error.strerror or error}); give a PEM file") from None


def server_context_of(tls: TlsServer, key: str) -> ssl.SSLContext:
    """The context for a server; `key` is the setting that names the files. Raises ConfigError when they do not load."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(tls.certificate, tls.key)
    except (ssl.SSLError, OSError) as error:
        raise SettingError(key, f"certificate and key do not load: {error}; give matching PEM files") from None
    return context
