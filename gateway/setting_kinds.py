"""What every section of the settings is made of: strict objects, seconds, ports, certificates."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MIB = 1024 * 1024
Seconds = Annotated[float, Field(gt=0, le=86400)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Strict(BaseModel):
    """A settings object: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TlsServer(Strict):
    """The certificate a listener shows."""

    certificate: Path = Field(description="PEM file with the certificate chain.")
    key: Path = Field(description="PEM file with the private key.")
