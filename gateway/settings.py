"""Where to listen, the next hop, the store, the workers: `config/sekisho.yaml` with environment variables on top.

An environment variable `SEKISHO_<SECTION>__<KEY>` replaces a key (`SEKISHO_NEXT_HOP__HOST=mx.example`); lists and
mappings are written as JSON. Secrets may be given as `*_file` instead of a value.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, field_validator, model_validator

from gateway.configfile import ConfigError, Document, Fault, Location, read_document, validate
from gateway.secret_file import NoSecret, first_line
from gateway.setting_kinds import MIB, HopPort, Host, Port, Seconds, Strict, TlsServer
from gateway.settings_agreement import disagreements
from gateway.settings_chat import Chat, ChatEvents, ChatInspect, ChatListener, SlackAfterwards, TeamsAfterwards, chat_files

__all__ = [
    "MIB", "Auth", "Chat", "ChatEvents", "ChatInspect", "ChatListener", "ClientCertificate", "Console", "Http", "Inspection", "Listener", "NextHop", "Notices", "Oidc",
    "Port", "Seconds", "Settings", "SlackAfterwards", "Smtp", "Store", "Strict", "TeamsAfterwards", "TlsServer", "load_settings",
]  # fmt: skip

ENV_PREFIX = "SEKISHO_"
DEFAULTS = "(defaults)"
SECRETS = ("password_file", "client_secret_file", "client_state_file", "signing_secret_file", "user_token_file", "bot_token_file")  # keys of files that hold one


class Listener(Strict):
    """One address the SMTP door listens on."""

    host: Host = Field("127.0.0.1", description="Address to listen on.")
    port: Port = Field(10025, description="TCP port; 0 takes a free one.")
    tls: Literal["none", "starttls", "required", "implicit"] = Field(
        "none", description="none; starttls offers it; required refuses mail without it; implicit speaks TLS from the first byte."
    )
    tls_server: TlsServer | None = Field(None, description="Certificate and key, for every tls but none.")
    clients: tuple[str, ...] = Field(("127.0.0.0/8", "::1/128"), description="Networks whose mail servers may connect (CIDR).")
    proxy_protocol: bool = Field(False, description="Expect a PROXY protocol header (v1 or v2) and judge its source address by clients.")
    proxies: tuple[str, ...] = Field(("127.0.0.0/8", "::1/128"), description="Networks of the load balancers whose PROXY header is believed.")

    @field_validator("clients", "proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            try:
                ipaddress.ip_network(network)
            except ValueError:
                raise ValueError(f"'{network}' is not a network; write it like 192.0.2.0/24 or 2001:db8::/32") from None
        return value

    @field_validator("clients")
    @classmethod
    def _somebody(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("needs at least one network, or nobody could connect; write 127.0.0.0/8 for this machine alone")
        return value

    @model_validator(mode="after")
    def _certificate(self) -> Listener:
        if self.proxy_protocol and self.tls == "implicit":
            raise ValueError("proxy_protocol does not go with tls 'implicit': the header would be expected within TLS; let the load balancer end TLS, or use starttls")
        if self.proxy_protocol and not self.proxies:
            raise ValueError("proxy_protocol needs at least one network in proxies, or nobody could connect; write that of the load balancers")
        if self.tls != "none" and self.tls_server is None:
            raise ValueError(f"tls '{self.tls}' needs tls_server with certificate and key")
        return self


class Auth(Strict):
    """Credentials for the next hop."""

    username: str
    password_file: Path = Field(description="File whose first line is the password.")


class ClientCertificate(Strict):
    """Certificate shown to the next hop."""

    certificate: Path
    key: Path


class NextHop(Strict):
    """The mail server that takes what passes."""

    host: Host = Field("embedded", description="Host name or address; 'embedded' writes mail to outbox as .eml files, for trying out.")
    port: HopPort = Field(25, description="TCP port.")
    tls: Literal["none", "opportunistic", "required"] = Field(
        "opportunistic", description="none; opportunistic uses STARTTLS if offered, unverified; required verifies the certificate."
    )
    ca_file: Path | None = Field(None, description="PEM file of trusted authorities; default: the system's.")
    client_certificate: ClientCertificate | None = Field(None, description="Certificate to show to the next hop.")
    auth: Auth | None = Field(None, description="Log in with AUTH PLAIN or LOGIN.")
    connect_timeout: Seconds = Field(15, description="Seconds to open a connection.")
    command_timeout: Seconds = Field(120, description="Seconds to wait for a reply to a command.")
    data_timeout: Seconds = Field(300, description="Seconds to wait for the final reply after the message.")
    max_connections: Annotated[int, Field(ge=1, le=1000)] = Field(50, description="Most connections open at once.")
    idle_timeout: Seconds = Field(30, description="Seconds an unused connection is kept.")
    outbox: Path = Field(Path("var/outbox"), description="Where the embedded next hop writes.")


class Smtp(Strict):
    """The SMTP conversation."""

    hostname: Host = Field(default_factory=socket.getfqdn, description="Name said in the greeting, in EHLO and in Received.")
    max_message_bytes: Annotated[int, Field(ge=1024, le=1024 * MIB)] = Field(100 * MIB, description="Largest message taken.")
    max_sessions: Annotated[int, Field(ge=1, le=100000)] = Field(200, description="Most client connections at once; more get 421.")
    command_timeout: Seconds = Field(300, description="Seconds to wait for the client's next command.")
    data_timeout: Seconds = Field(600, description="Seconds the client may take to send the next piece of a message.")
    bare_line_breaks: Literal["refuse", "pass"] = Field("refuse", description="CR or LF alone in a message: refuse, or pass as it is.")
    max_received: Annotated[int, Field(ge=1, le=1000)] = Field(50, description="More Received lines than this mean a loop.")
    max_passes: Annotated[int, Field(ge=1, le=100)] = Field(3, description="More passes through this gateway than this mean a loop.")
    shutdown_grace: Seconds = Field(30, description="Seconds running transactions get to end on SIGTERM.")


class Inspection(Strict):
    """Worker processes and what happens when one fails."""

    enabled: bool = Field(True, description="False relays everything unread (for measuring only).")
    workers: Annotated[int, Field(ge=1, le=256)] = Field(
        default_factory=lambda: min(8, (os.cpu_count() or 1) + 1), description="Processes; one more than cores keeps them busy while messages change hands."
    )
    deadline: Seconds = Field(10, description="Seconds one inspection may take.")
    deadline_per_mib: Annotated[float, Field(ge=0, le=600)] = Field(20, description="Seconds added to the deadline for each MiB of message.")
    max_deadline: Seconds = Field(300, description="No inspection gets more seconds than this; senders give up after 600.")
    queue_timeout: Seconds = Field(60, description="Seconds a message may wait for a free worker.")
    on_error: Literal["tempfail", "quarantine", "pass"] = Field("tempfail", description="What becomes of a message whose inspection fails.")
    max_depth: Annotated[int, Field(ge=1, le=200)] = Field(20, description="Deepest MIME nesting read.")
    max_parts: Annotated[int, Field(ge=1, le=100000)] = Field(500, description="Most MIME parts read.")
    max_header_bytes: Annotated[int, Field(ge=1024)] = Field(256 * 1024, description="Largest header block read.")
    max_text_bytes: Annotated[int, Field(ge=1024)] = Field(16 * MIB, description="Largest text part read.")


class Store(Strict):
    """Where held mail is kept."""

    url: str = Field("sqlite:///var/quarantine.db", description="SQLAlchemy URL of an SQLite file or a PostgreSQL database.")
    key_file: Path = Field(Path("var/quarantine.key"), description="File with the encryption key (64 hex digits a line, newest first); made at first start.")
    keys: tuple[str, ...] = Field(
        (), repr=False, description="Keys themselves, in place of the file: meant for the environment (SEKISHO_STORE__KEYS, newest first, spaces between)."
    )
    ledger_days: Annotated[int, Field(ge=1, le=36500)] = Field(1096, description="Days the person ledger keeps what was told about whom.")

    @field_validator("url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not re.match(r"(?:sqlite(?:\+pysqlite)?:///|postgresql(?:\+psycopg)?://)", value):
            raise ValueError("must begin with sqlite:/// and a path, or be like postgresql://user@db.example/sekisho")
        return value

    @field_validator("keys", mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("keys")
    @classmethod
    def _hex(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch("[0-9a-fA-F]{64}", key) for key in value):
            raise ValueError("each key must be 64 hex digits, as `openssl rand -hex 32` makes them")
        return value


class Notices(Strict):
    """Mail to the sender of a held, redacted or refused message."""

    enabled: bool = Field(False, description="Send notices.")
    from_address: str = Field("", description="Sender of the notices, such as sekisho@your.example.")
    contact: str = Field("", description="Whom to ask, shown in the notice (a name, address or extension).")

    @field_validator("from_address")
    @classmethod
    def _mailbox(cls, value: str) -> str:
        if value and not (value.isascii() and re.fullmatch(r"[^\s<>()\[\],;:\"@]+@[^\s<>()\[\],;:\"@]+", value)):
            raise ValueError("must be an address alone, in ASCII, such as sekisho@your.example")
        return value

    @field_validator("contact")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if any(ord(char) < 0x20 for char in value.strip()):
            raise ValueError("must be one line")
        return value.strip()

    @model_validator(mode="after")
    def _address(self) -> Notices:
        if self.enabled and not self.from_address:
            raise ValueError("notices need from_address, such as sekisho@your.example")
        return self


class Oidc(Strict):
    """Sign-in to the console by an OpenID Connect provider (Entra ID, Google, Okta, Keycloak …)."""

    issuer: str = Field(description="The provider's issuer URL; its /.well-known/openid-configuration is read.")
    client_id: str = Field(description="This console's client id there.")
    client_secret_file: Path | None = Field(None, description="File whose first line is the client secret; without one, PKCE alone.")
    name: str = Field("OpenID Connect", description="What the sign-in button calls the provider.")
    roles_claim: str = Field("roles", description="Claim that lists roles or groups.")
    roles: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="The console's roles for each value of that claim: {sekisho-reviewers: [reviewer]}. Without a role nobody gets in."
    )
    departments_claim: str = Field("", description="Claim that lists the departments somebody may see; empty: all of them.")

    @field_validator("issuer")
    @classmethod
    def _https(cls, value: str) -> str:
        if not re.match(r"https://|http://(?:localhost|127\.0\.0\.1)[:/]", value):
            raise ValueError("must begin with https:// (http only for localhost): what it says is believed")
        return value


class Console(Strict):
    """The reviewers' web pages, and the senders' own."""

    enabled: bool = Field(True, description="Serve the console with the gateway; `sekisho console` serves it alone.")
    host: Host = Field("127.0.0.1", description="Address it listens on; put a TLS proxy before it, or give tls_server.")
    port: Port = Field(8325, description="TCP port; 0 takes a free one.")
    url: str = Field("", description="The address people use, such as https://sekisho.your.example; default: http://host:port.")
    tls_server: TlsServer | None = Field(None, description="Certificate and key, to speak TLS without a proxy.")
    proxies: tuple[str, ...] = Field(("127.0.0.1",), description="Addresses of proxies whose X-Forwarded-For is believed.")
    idle_minutes: Annotated[float, Field(gt=0, le=1440)] = Field(30, description="Minutes without use after which somebody must sign in again.")
    session_hours: Annotated[float, Field(gt=0, le=168)] = Field(10, description="Hours after which somebody must sign in again in any case.")
    link_hours: Annotated[float, Field(gt=0, le=720)] = Field(72, description="Hours a sender's link to their held message works.")
    oidc: Oidc | None = Field(None, description="Sign-in by an OpenID Connect provider, beside local accounts.")

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/?#\s]+", value):
            raise ValueError("must be like https://sekisho.your.example, without a path")
        return value

    @property
    def address(self) -> str:
        """Where people reach it."""
        return self.url or f"{'https' if self.tls_server else 'http'}://{self.host}:{self.port}"


class Http(Strict):
    """Metrics and health."""

    host: Host = Field("127.0.0.1", description="Address of /metrics, /healthz and /readyz.")
    port: Port = Field(9108, description="TCP port; 0 takes a free one.")


class Settings(Strict):
    """The whole of `config/sekisho.yaml`."""

    listeners: tuple[Listener, ...] = Field((Listener(),), description="Addresses the SMTP door listens on.")
    smtp: Smtp = Field(default_factory=Smtp)
    next_hop: NextHop = Field(default_factory=NextHop)
    inspection: Inspection = Field(default_factory=Inspection)
    store: Store = Field(default_factory=Store)
    notices: Notices = Field(default_factory=Notices)
    http: Http = Field(default_factory=Http)
    console: Console = Field(default_factory=Console)
    chat: Chat = Field(default_factory=Chat)
    policy: Path = Field(Path("config/policy.yaml"), description="The rules.")
    recognizers: Path | None = Field(None, description="Recognizer settings; default: the built-in ones.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least serious log lines written.")

    _document: Document = PrivateAttr(default_factory=lambda: Document(DEFAULTS, {}, {}))

    def placed(self, error: ConfigError) -> ConfigError:
        """What turned out wrong with a setting, with the file and the line or the variable it stands in; any other error as it is."""
        return self._document.placed(error)

    @field_validator("listeners")
    @classmethod
    def _some_listener(cls, value: tuple[Listener, ...]) -> tuple[Listener, ...]:
        if not value:
            raise ValueError("needs at least one listener")
        return value


def load_settings(path: Path | None, environment: Mapping[str, str] = os.environ, *, need_policy: bool = True) -> Settings:
    """Read the file (all defaults when None), put the environment on top, validate, and look that named files exist.

    `need_policy` says whether the policy file must be there.

    Raises ConfigError naming file, line, key and what would be right.
    """
    document = read_document(path) if path else Document(DEFAULTS, {}, {})
    merged = _with_environment(document, environment)
    settings = validate(Settings, merged)
    settings._document = merged
    faults = [
        merged.fault(key, f"file '{file}' {problem}")
        for key, file in _named_files(settings)
        if (key != ("policy",) or need_policy) and (problem := _file_problem(key, file))
    ]
    faults += [merged.fault(key, problem) for key, problem in disagreements(settings)]
    if faults:
        raise ConfigError(merged.path, faults)
    return settings


def _file_problem(key: Location, file: Path) -> str:
    if not file.is_file():
        return "is not there; correct the path or create it"
    if not os.access(file, os.R_OK):
        return "cannot be read by this user; correct its permissions"
    if key[-1] in SECRETS:
        try:
            first_line(file)
        except NoSecret as none:
            return none.problem
        except OSError:
            return "cannot be read; correct its permissions"
    return ""


def _named_files(settings: Settings) -> list[tuple[Location, Path]]:
    files: list[tuple[Location, Path]] = [(("policy",), settings.policy)]
    for index, listener in enumerate(settings.listeners):
        if listener.tls_server:
            files.append((("listeners", index, "tls_server", "certificate"), listener.tls_server.certificate))
            files.append((("listeners", index, "tls_server", "key"), listener.tls_server.key))
    hop = settings.next_hop
    if hop.ca_file:
        files.append((("next_hop", "ca_file"), hop.ca_file))
    if hop.client_certificate:
        files.append((("next_hop", "client_certificate", "certificate"), hop.client_certificate.certificate))
        files.append((("next_hop", "client_certificate", "key"), hop.client_certificate.key))
    if hop.auth:
        files.append((("next_hop", "auth", "password_file"), hop.auth.password_file))
    console = settings.console
    if console.tls_server:
        files.append((("console", "tls_server", "certificate"), console.tls_server.certificate))
        files.append((("console", "tls_server", "key"), console.tls_server.key))
    files += [(("chat", *place), file) for place, file in chat_files(settings.chat)]
    if console.oidc and console.oidc.client_secret_file:
        files.append((("console", "oidc", "client_secret_file"), console.oidc.client_secret_file))
    if settings.recognizers:
        files.append((("recognizers",), settings.recognizers))
    return files


def _with_environment(document: Document, environment: Mapping[str, str]) -> Document:
    data: dict[str, Any] = json.loads(json.dumps(document.data, default=str))
    variables: dict[Location, str] = {}
    for name in sorted(environment):
        if not name.startswith(ENV_PREFIX) or name == "SEKISHO_CONFIG":
            continue
        path = name[len(ENV_PREFIX) :].lower().split("__")
        if path[0] not in Settings.model_fields:
            raise ConfigError("environment", [Fault(0, name, f"is no setting; sections: {', '.join(sorted(Settings.model_fields))}")])
        place = data
        for step in path[:-1]:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise ConfigError("environment", [Fault(0, name, f"'{step}' is no section; give the whole value as JSON one level up")])
        place[path[-1]] = _value(environment[name])
        variables[tuple(path)] = name
    return Document(document.path, data, document.lines, variables)


def _value(text: str) -> Any:
    """JSON lists and mappings as such, everything else as text (pydantic converts numbers and booleans).

    A broken list stays text, which validation then refuses.
    """
    if text[:1] in "[{":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
