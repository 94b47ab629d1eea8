"""Whose company it is: in a corpus, every sender belongs to the company that runs the gateway."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase

from gateway.policy.load import LoadedPolicy


def for_sender(loaded: LoadedPolicy, domain: str) -> LoadedPolicy:
    """The same policy with `domain` among the company's own, where the policy names some and not this one."""
    organization = loaded.policy.organization
    if not domain or not organization.domains or any(fnmatchcase(domain, own.lower()) for own in organization.domains):
        return loaded
    wider = organization.model_copy(update={"domains": (*organization.domains, domain)})
    return replace(loaded, policy=loaded.policy.model_copy(update={"organization": wider}))
