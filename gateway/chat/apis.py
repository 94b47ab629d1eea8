"""The APIs the gate knows, by the name that settings and `sekisho scan --channel` use."""

from __future__ import annotations

from gateway.chat.adapter import Adapter
from gateway.chat.botframework import BotFrameworkAdapter
from gateway.chat.chatwork import ChatworkAdapter
from gateway.chat.gchat import GoogleChatAdapter
from gateway.chat.lineworks import LineWorksAdapter
from gateway.chat.matrix import MatrixAdapter
from gateway.chat.mattermost import MattermostAdapter
from gateway.chat.slack import SlackAdapter
from gateway.chat.teams import TeamsAdapter
from gateway.chat.workflows import WorkflowsAdapter

ADAPTERS: dict[str, Adapter] = {
    "slack": SlackAdapter(),
    "teams": TeamsAdapter(),
    "botframework": BotFrameworkAdapter(),
    "workflows": WorkflowsAdapter(),
    "chatwork": ChatworkAdapter(),
    "lineworks": LineWorksAdapter(),
    "mattermost": MattermostAdapter(),
    "matrix": MatrixAdapter(),
    "gchat": GoogleChatAdapter(),
}


def adapter_of(api: str) -> Adapter:
    """The adapter of an API; KeyError for a name there is not."""
    return ADAPTERS[api]
