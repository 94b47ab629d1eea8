"""The certificate of a listener."""

from __future__ import annotations

import ssl

from gateway.configfile import ConfigError, Fault
from gateway.settings import Listener


def server_context(index: int, listener: Listener) -> ssl.SSLContext | None:
    """How to speak TLS at a listener, None where it does not. Raises ConfigError when certificate and key do not load."""
    if listener.tls_server is None or listener.tls == "none":
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(listener.tls_server.certificate, listener.tls_server.key)
    except (ssl.SSLError, OSError) as error:
        key = f"listeners[{index}].tls_server"
        raise ConfigError("listeners", [Fault(0, key, f"certificate and key do not load: {error}; give matching PEM files")]) from None
    return context
