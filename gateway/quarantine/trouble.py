"""What goes wrong with the store, named without loading it: every command may have to say so, few open one."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot take or give something now; nothing was changed. The text holds no personal data."""
