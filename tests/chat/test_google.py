"""Google Chat by its own client library (REST transport) and by webhook."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from google.api_core.exceptions import Forbidden
from google.apps import chat_v1
from google.apps.chat_v1.services.chat_service.transports.rest import ChatServiceRestTransport
from google.auth.credentials import AnonymousCredentials
from starlette.responses import JSONResponse, Response

from tests.chat.conftest import CARD, CAREER, CLEAN, PHONE, REDACTED, RULES, Place, chat_gateway
from tests.chat.stubs import Seen, Stub


class Signed(AnonymousCredentials):  # type: ignore[misc]
    """Credentials that send a fictional token."""

    def before_request(self, request: object, method: str, url: str, headers: dict[str, str]) -> None:
        headers["authorization"] = "Bearer fictional"


def client(port: int) -> chat_v1.ChatServiceClient:
    return chat_v1.ChatServiceClient(transport=ChatServiceRestTransport(host=f"127.0.0.1:{port}", url_scheme="http", credentials=Signed()))


def test_an_apps_message_arrives_is_redacted_or_refused(gchat: Place) -> None:
    sdk = client(gchat.port)
    assert sdk.create_message(parent="spaces/AAA", message=chat_v1.Message(text=CLEAN)).name == "spaces/AAA/messages/BBB"
    client(gchat.stub.port).create_message(parent="spaces/AAA", message=chat_v1.Message(text=CLEAN))
    through, direct = gchat.stub.seen
    assert (through.body, through.path, through.query) == (direct.body, direct.path, direct.query)
    sdk.create_message(parent="spaces/AAA", message=chat_v1.Message(text=PHONE))
    assert gchat.stub.last.json == {"text": PHONE.replace("090-1234-5678", REDACTED)}
    with pytest.raises(Forbidden, match="カード番号"):
        sdk.create_message(parent="spaces/AAA", message=chat_v1.Message(text=CARD))
    with pytest.raises(Forbidden, match="保留"):
        sdk.update_message(message=chat_v1.Message(name="spaces/AAA/messages/BBB", text=CAREER), update_mask="text")
    assert len(gchat.stub.seen) == 3


def test_a_webhooks_card_is_read_and_keeps_its_shape(gchat: Place) -> None:
    url = f"{gchat.url}/v1/spaces/AAA/messages?key=k&token=fictional"
    widgets = [{"decoratedText": {"topLabel": "携帯", "text": "<b>090-1234-5678</b>", "startIcon": {"knownIcon": "PHONE"}}}]
    card = {"cardsV2": [{"cardId": "c", "card": {"header": {"title": "連絡先"}, "sections": [{"widgets": widgets}]}}]}
    assert httpx.post(url, json=card).status_code == 200
    assert gchat.stub.last.json["cardsV2"][0]["card"]["sections"][0]["widgets"][0]["decoratedText"] == {
        "topLabel": "携帯", "text": f"<b>{REDACTED}</b>", "startIcon": {"knownIcon": "PHONE"}}  # fmt: skip
    refused = httpx.post(url, json={"text": f"<users/123> {CARD}"})
    assert (refused.status_code, refused.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert httpx.post(f"{gchat.url}/v1/spaces/AAA/messages", json={"text": CLEAN}).status_code == 401


def test_a_resumable_upload_goes_on_through_the_gate() -> None:
    def service(stub: Stub, seen: Seen) -> Response:
        if seen.method == "POST":
            return Response(status_code=200, headers={"location": f"{stub.url}/upload/v1/spaces/A/attachments:upload?upload_id=XYZ", "x-goog-upload-url": "http://[::bad"})
        return JSONResponse({"attachmentDataRef": {}})

    stub = Stub(service).start()
    with TemporaryDirectory() as folder:
        gateway, ports = chat_gateway(Path(folder), {"gchat": stub.url}, RULES)
        gateway.start()
        try:
            begun = httpx.post(f"http://127.0.0.1:{ports['gchat']}/upload/v1/spaces/A/attachments:upload?uploadType=resumable", json={"filename": "a.txt"}, timeout=60)
            assert begun.headers["x-goog-upload-url"] == "http://[::bad", "what is no address goes on as it came"
            address = begun.headers["location"]
            assert address.startswith(f"http://127.0.0.1:{ports['gchat']}/")
            assert httpx.put(address, content=CARD.encode(), timeout=60).status_code == 403
            assert httpx.put(address, content="議事録".encode(), timeout=60).status_code == 200
            assert stub.last.query == "upload_id=XYZ"
        finally:
            gateway.stop()
            stub.stop()
