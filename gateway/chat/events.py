"""The listener for what services tell of after delivery: which endpoints there are, and their secrets."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route

from gateway.chat.afterwards import Afterwards
from gateway.chat.events_slack import SlackEvents, SlackWeb
from gateway.chat.events_teams import Graph, TeamsEvents
from gateway.checkpoint import Checkpoint
from gateway.configfile import SettingError
from gateway.secret_file import first_line
from gateway.settings import ChatEvents


class EventsApp:
    """The application, and the connections it holds. Raises ConfigError for a secret that is empty: anybody could sign with it."""

    def __init__(self, settings: ChatEvents, checkpoint: Checkpoint, own_domain: str) -> None:
        afterwards = Afterwards(checkpoint, own_domain, settings.timeout)
        routes = []
        self._open: list[SlackWeb | Graph] = []
        if (slack := settings.slack) is not None:
            web = SlackWeb(slack.upstream, _first_line(slack.user_token_file), _first_line(slack.bot_token_file))
            events = SlackEvents(_first_line(slack.signing_secret_file), web, afterwards, checkpoint.store, slack.redact)
            routes.append(Route("/slack/events", events.take, methods=["POST"]))
            self._open.append(web)
        if (teams := settings.teams) is not None:
            graph = Graph(teams, _first_line(teams.client_secret_file))
            told = TeamsEvents(_first_line(teams.client_state_file), graph, afterwards, checkpoint.store, teams.compliance_url)
            routes.append(Route("/teams/notifications", told.take, methods=["POST"]))
            self._open.append(graph)
        self.app = Starlette(routes=routes)

    async def close(self) -> None:
        """Let go of all connections."""
        for one in self._open:
            await one.close()


def _first_line(path: Path) -> str:
    try:
        return first_line(path)
    except ValueError as error:
        raise SettingError("chat.events", str(error)) from None
