"""The section `chat` of the settings: the gate's listeners, the inspection API, judging after delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from gateway.setting_kinds import MIB, Host, Port, Seconds, Strict, TlsServer

ChatApi = Literal["slack", "teams", "botframework", "workflows", "chatwork", "lineworks", "mattermost", "matrix", "gchat"]


def _has_a_host(address: str) -> bool:
    """Whether an address names a host, and a port that there can be."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class ChatListener(Strict):
    """One address of the chat gate, before one API: clients and bots are pointed at it in place of the API."""

    api: ChatApi = Field(description="Which API stands behind it: slack, teams, botframework, workflows, chatwork, lineworks, mattermost, matrix or gchat.")
    host: Host = Field("127.0.0.1", description="Address to listen on.")
    port: Port = Field(description="TCP port; 0 takes a free one.")
    upstream: str = Field("", description="The API's own address, such as https://slack.com; needed for mattermost and matrix, elsewhere the public one is the default.")
    names: tuple[Host, ...] = Field((), description="Host names that clients reach it at; others are refused. Listeners may share an address when each has names of its own.")
    tls_server: TlsServer | None = Field(None, description="Certificate and key; without one it speaks plain HTTP (behind a TLS proxy, or on localhost).")
    ca_file: Path | None = Field(None, description="PEM file of authorities trusted for the upstream; default: the system's.")
    inside: bool = Field(False, description="Whether only the company's own people read these rooms: then members count as internal recipients.")
    members: bool = Field(
        False, description="Whether to ask the API, with the author's own credentials, who reads a room: names, kind of room and outsiders, kept for ten minutes."
    )
    timeout: Annotated[float, Field(gt=0, le=60)] = Field(1.0, description="Seconds a message may wait for its verdict.")
    url: str = Field("", description="The address clients reach it at, for upload addresses handed out anew; default: the request's Host, http or https as tls_server says.")
    encryption: Literal["refuse", "pass"] = Field("refuse", description="Matrix: refuse end-to-end encrypted rooms and messages, or pass them to the policy as unreadable.")
    on_timeout: Literal["refuse", "pass"] = Field("refuse", description="What becomes of a message that could not be inspected in time.")
    upstream_timeout: Seconds = Field(120, description="Seconds to wait for the API's answer.")
    max_message_bytes: Annotated[int, Field(ge=1024, le=64 * MIB)] = Field(MIB, description="Largest request that carries text; files and all else stream through.")

    @model_validator(mode="after")
    def _upstream(self) -> ChatListener:
        if self.upstream and not (re.fullmatch(r"https?://[^/?#\s]+/?", self.upstream) and _has_a_host(self.upstream)):
            raise ValueError("upstream must be like https://chat.your.example, without a path")
        if "@" in self.upstream:
            raise ValueError("upstream must not hold a name and password: clients send credentials of their own")
        if self.members and self.api == "workflows":
            raise ValueError("members is not for workflows: a webhook's address names no room to ask about")
        if self.encryption == "pass" and self.api != "matrix":
            raise ValueError(f"encryption: pass is for matrix alone; take it out for {self.api}")
        if self.url and not re.fullmatch(r"https?://[^/?#\s]+", self.url):
            raise ValueError("url must be like https://slack-gate.your.example, without a path")
        if not self.upstream and self.api in ("mattermost", "matrix", "workflows"):
            raise ValueError(f"upstream is needed for {self.api}: the server that stands behind")
        return self


class ChatInspect(Strict):
    """The inspection API: servers with a hook of their own ask what the policy says of a message."""

    host: Host = Field("127.0.0.1", description="Address to listen on.")
    port: Port = Field(8327, description="TCP port; 0 takes a free one.")
    keys_file: Path = Field(Path("var/api-keys"), description="Who may ask: name:sha256-of-key lines, written by `sekisho apikey`.")
    tls_server: TlsServer | None = Field(None, description="Certificate and key; without one it speaks plain HTTP (behind a TLS proxy, or on localhost).")
    timeout: Annotated[float, Field(gt=0, le=60)] = Field(1.0, description="Seconds a message may wait for its verdict.")
    rate: Annotated[float, Field(gt=0, le=100000)] = Field(200, description="Questions a second that one key may ask.")
    max_message_bytes: Annotated[int, Field(ge=1024, le=64 * MIB)] = Field(MIB, description="Largest message; of a larger file only the beginning is read.")


class SlackAfterwards(Strict):
    """Slack's Events API: what people post is judged after delivery."""

    signing_secret_file: Path = Field(description="File whose first line is the app's signing secret.")
    user_token_file: Path = Field(description="File with a user token (xoxp-…, chat:write) of somebody who may delete others' messages.")
    bot_token_file: Path = Field(description="File with the bot token (xoxb-…) that tells authors.")
    upstream: str = Field("https://slack.com", description="Slack's Web API.")
    redact: bool = Field(True, description="Try chat.update where a rule says redact (it works for the token's owner's own messages); otherwise messages are deleted.")


class TeamsAfterwards(Strict):
    """Microsoft Graph's change notifications for Teams messages: judged after delivery, blocked with a policy tip."""

    client_state_file: Path = Field(description="File whose first line is the clientState that the subscriptions were made with.")
    tenant: str = Field(description="The tenant's id.")
    client_id: str = Field(description="The application's id.")
    client_secret_file: Path = Field(description="File whose first line is the application's secret.")
    graph: str = Field("https://graph.microsoft.com", description="Microsoft Graph.")
    login: str = Field("https://login.microsoftonline.com", description="Where tokens come from.")
    compliance_url: str = Field("", description="Where authors can read about the company's rules; shown with the policy tip.")


class ChatEvents(Strict):
    """Messages of people in services that nobody can stand before: the service tells of them after delivery."""

    host: Host = Field("127.0.0.1", description="Address to listen on; the services must reach it, through a TLS proxy.")
    port: Port = Field(8328, description="TCP port; 0 takes a free one.")
    tls_server: TlsServer | None = Field(None, description="Certificate and key; without one it speaks plain HTTP (behind a TLS proxy, or on localhost).")
    timeout: Annotated[float, Field(gt=0, le=60)] = Field(2.5, description="Seconds a message may wait for its verdict; Slack waits three.")
    slack: SlackAfterwards | None = Field(None, description="Slack's events, at /slack/events.")
    teams: TeamsAfterwards | None = Field(None, description="Teams' notifications, at /teams/notifications.")

    @model_validator(mode="after")
    def _somebody(self) -> ChatEvents:
        if self.slack is None and self.teams is None:
            raise ValueError("needs slack, teams or both; take the section out where there is none")
        return self


class Chat(Strict):
    """The chat gate."""

    listeners: tuple[ChatListener, ...] = Field((), description="Addresses of the chat gate, one for each API.")
    inspect: ChatInspect | None = Field(None, description="The inspection API; none unless it is here.")
    events: ChatEvents | None = Field(None, description="Judging after delivery; none unless it is here.")


def chat_files(chat: Chat) -> Iterator[tuple[tuple[str | int, ...], Path]]:
    """The files that the section names, each with its place."""
    tls: list[tuple[tuple[str | int, ...], TlsServer | None]] = [(("listeners", i), one.tls_server) for i, one in enumerate(chat.listeners)]
    tls += [((name,), one.tls_server) for name, one in (("inspect", chat.inspect), ("events", chat.events)) if one]
    for place, server in tls:
        if server:
            yield (*place, "tls_server", "certificate"), server.certificate
            yield (*place, "tls_server", "key"), server.key
    for index, gate in enumerate(chat.listeners):
        if gate.ca_file:
            yield ("listeners", index, "ca_file"), gate.ca_file
    for service in ("slack", "teams"):
        given = getattr(chat.events, service, None) if chat.events else None
        for key in type(given).model_fields if given else ():
            if key.endswith("_file"):
                yield ("events", service, key), getattr(given, key)
