"""The certificate of a listener."""

from __future__ import annotations

import ssl

from gateway.settings import Listener
from gateway.tls_files import server_context_of


def server_context(index: int, listener: Listener) -> ssl.SSLContext | None:
    """How to speak TLS at a listener, None where it does not. Raises ConfigError when certificate and key do not load."""
    if listener.tls_server is None or listener.tls == "none":
        return None
    return server_context_of(listener.tls_server, f"listeners[{index}].tls_server")
