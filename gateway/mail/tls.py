"""TLS of the mail gate: what a listener shows, what is asked of the next hop."""

from __future__ import annotations

import ssl

from gateway.configfile import SettingError
from gateway.settings import Listener, NextHop
from gateway.tls_files import server_context_of


def server_context(index: int, listener: Listener) -> ssl.SSLContext | None:
    """How to speak TLS at a listener, None where it does not. Raises SettingError when certificate and key do not load."""
    if listener.tls_server is None or listener.tls == "none":
        return None
    return server_context_of(listener.tls_server, f"listeners[{index}].tls_server")


def next_hop_context(hop: NextHop) -> ssl.SSLContext:
    """How to speak TLS to the next hop, where it is spoken. Raises SettingError when a file for it does not load."""
    try:
        context = ssl.create_default_context(cafile=str(hop.ca_file) if hop.ca_file else None)
    except (ssl.SSLError, OSError) as error:
        raise SettingError("next_hop.ca_file", f"'{hop.ca_file}' holds no certificates ({error.strerror or error}); give a PEM file") from None
    if hop.tls != "required":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if hop.client_certificate:
        try:
            context.load_cert_chain(hop.client_certificate.certificate, hop.client_certificate.key)
        except (ssl.SSLError, OSError) as error:
            raise SettingError("next_hop.client_certificate", f"certificate and key do not load: {error.strerror or error}; give matching PEM files") from None
    return context
