"""What every section of the settings is made of: strict objects, seconds, hosts, ports, certificates."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator


def _host(value: str) -> str:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if len(value) > 253 or not re.fullmatch(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?", value):
            raise ValueError(f"'{value}' is neither a host's name nor an address; write it like mail.your.example, 192.0.2.1 or ::1") from None
    return value


MIB = 1024 * 1024
Host = Annotated[str, AfterValidator(_host)]
Seconds = Annotated[float, Field(gt=0, le=86400)]
Port = Annotated[int, Field(ge=0, le=65535)]
HopPort = Annotated[int, Field(ge=1, le=65535)]


class Strict(BaseModel):
    """A settings object: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _numbers_are_written_as_numbers(cls, value: object, about: ValidationInfo) -> object:
        if isinstance(value, bool) and about.field_name and cls.model_fields[about.field_name].annotation in (int, float):
            raise ValueError("must be a number, not yes or no, which would count as 1 or 0")
        return value


class TlsServer(Strict):
    """The certificate a listener shows."""

    certificate: Path = Field(description="PEM file with the certificate chain.")
    key: Path = Field(description="PEM file with the private key.")
