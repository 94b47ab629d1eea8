"""Sign-in by an OpenID Connect provider: authorization code flow with PKCE (OpenID Connect Core 1.0 section 3.1, RFC 7636)."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
import warnings
from typing import Any

import httpx
import structlog
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.integrations.base_client.errors import OAuthError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.console import page as pages
from gateway.console.parts import Parts
from gateway.console.permissions import Role
from gateway.console.security import local_path
from gateway.console.visit import Refused
from gateway.quarantine.visits import Session
from gateway.settings import Oidc

with warnings.catch_warnings():  # Authlib would rather use httpx2, and says so at every start; httpx is what is locked for all else
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client

log = structlog.get_logger("sekisho.console")
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]  # signatures by the provider's public keys only
_TIMEOUT = 10.0  # seconds for each request to the provider
_KEPT = 3600.0  # seconds its description and keys are kept
_SKEW = 60  # seconds that clocks may differ


class OidcSignIn:
    """Where the browser goes to the provider, and where it comes back."""

    def __init__(self, parts: Parts, settings: Oidc) -> None:
        self._parts = parts
        self._settings = settings
        self._known: tuple[float, dict[str, Any], KeySet] | None = None
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        """Where it is."""
        return [Route("/signin/oidc", self.go), Route("/signin/oidc/callback", self.back)]

    async def go(self, request: Request) -> Response:
        """To the provider; what it must send back is kept in a session of its own."""
        return await run_in_threadpool(self._go, request)

    def _go(self, request: Request) -> Response:
        described, _ = self._provider()
        state = {
            "step": "oidc", "state": secrets.token_urlsafe(24), "nonce": secrets.token_urlsafe(24), "verifier": secrets.token_urlsafe(48),
            "next": local_path(request.query_params.get("next", "/")),
        }  # fmt: skip
        with self._client() as client:
            url, _ = client.create_authorization_url(described["authorization_endpoint"], state=state["state"], nonce=state["nonce"], code_verifier=state["verifier"])
        return self._give(pages.to(url), self._parts.sessions.begin(state=state))

    async def back(self, request: Request) -> Response:
        """Back from the provider, with a code that is worth an identity."""
        return await run_in_threadpool(self._back, request)

    def _back(self, request: Request) -> Response:
        session = self._parts.sessions.find(request.cookies.get(self._parts.cookie, ""))
        if session is None or session.state.get("step") != "oidc":
            raise Refused(400, "form_expired")
        self._parts.sessions.end(session.token)  # a state serves once
        if not hmac.compare_digest(request.query_params.get("state", "").encode(), str(session.state["state"]).encode()):
            raise Refused(400, "form_expired")
        try:
            claims = self._claims(request.query_params.get("code", ""), session)
        except (OAuthError, JoseError, httpx.HTTPError, ValueError, KeyError) as error:
            log.warning("sign-in by OpenID Connect failed", kind=type(error).__name__)
            self._parts.store.audit.append("console", "sign_in_failed", detail="OpenID Connect")
            raise Refused(403, "oidc_failed") from None
        roles = self._roles(claims)
        if not roles:
            self._parts.store.audit.append("console", "sign_in_failed", detail="OpenID Connect: no role")
            raise Refused(403, "no_role")
        login = str(claims.get("preferred_username") or claims.get("email") or claims["sub"])
        account = self._parts.accounts.enter_by_subject(
            f"{claims['iss']} {claims['sub']}", login, str(claims.get("name") or login), str(claims.get("email") or ""), roles, self._departments(claims)
        )
        if account.disabled:
            raise Refused(403, "not_allowed")
        self._parts.store.audit.append(account.login, "signed_in", detail="by OpenID Connect")
        return self._give(pages.to(local_path(str(session.state["next"]))), self._parts.sessions.begin(account.id))

    def _claims(self, code: str, session: Session) -> dict[str, Any]:
        """The verified claims of the ID token for a code (OpenID Connect Core section 3.1.3.7)."""
        described, keys = self._provider()
        with self._client() as client:
            token = client.fetch_token(described["token_endpoint"], code=code, code_verifier=session.state["verifier"], grant_type="authorization_code")
        decoded = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        expected = {"iss": described["issuer"], "aud": self._settings.client_id, "nonce": session.state["nonce"]}
        options: dict[str, Any] = {name: {"essential": True, "value": value} for name, value in expected.items()}
        registry = jwt.JWTClaimsRegistry(now=int(time.time()), leeway=_SKEW, exp={"essential": True}, sub={"essential": True}, **options)
        registry.validate(decoded.claims)
        claims: dict[str, Any] = dict(decoded.claims)
        wanted = [name for name in (self._settings.roles_claim, self._settings.departments_claim, "email") if name and name not in claims]
        if wanted and "userinfo_endpoint" in described:
            with self._client(token) as client:
                more = client.get(described["userinfo_endpoint"]).raise_for_status().json()
            if more.get("sub") == claims["sub"]:  # section 5.3.2: else it must not be used
                claims = {**more, **claims}
        return claims

    def _provider(self) -> tuple[dict[str, Any], KeySet]:
        """The provider's description and keys (OpenID Connect Discovery 1.0)."""
        with self._lock:
            if self._known is not None and time.monotonic() - self._known[0] < _KEPT:
                return self._known[1], self._known[2]
            try:
                with httpx.Client(timeout=_TIMEOUT) as client:
                    described = client.get(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration").raise_for_status().json()
                    keys = KeySet.import_key_set(client.get(described["jwks_uri"]).raise_for_status().json())
                if described["issuer"].rstrip("/") != self._settings.issuer.rstrip("/"):
                    raise ValueError("issuer")
            except (httpx.HTTPError, ValueError, KeyError, JoseError) as error:
                log.error("the OpenID Connect provider cannot be used", kind=type(error).__name__)
                raise Refused(503, "oidc_away") from None
            self._known = (time.monotonic(), described, keys)
            return described, keys

    def _client(self, token: Any = None) -> OAuth2Client:
        file = self._settings.client_secret_file
        secret = file.read_text("utf-8").partition("\n")[0].strip() if file else None
        return OAuth2Client(
            self._settings.client_id, secret, scope="openid profile email", redirect_uri=f"{self._parts.settings.address}/signin/oidc/callback",
            code_challenge_method="S256", timeout=_TIMEOUT, token=token, token_endpoint_auth_method="client_secret_basic" if secret else "none",
        )  # fmt: skip

    def _roles(self, claims: dict[str, Any]) -> list[str]:
        named = _listed(claims.get(self._settings.roles_claim))
        given = {role for name in named for role in self._settings.roles.get(name, ())}
        return [str(role) for role in Role if role in given]

    def _departments(self, claims: dict[str, Any]) -> list[str]:
        if not self._settings.departments_claim:
            return []
        known = self._parts.policy().policy.organization.departments
        # a claim that names none of ours must not open all of them
        return [one for one in _listed(claims.get(self._settings.departments_claim)) if one in known] or ["(none)"]

    def _give(self, response: Response, session: Session) -> Response:
        response.set_cookie(self._parts.cookie, session.token, secure=self._parts.secure, httponly=True, samesite="lax", path="/")
        return response


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else str(value).split() if value else []
