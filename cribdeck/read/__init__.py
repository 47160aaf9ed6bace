"""Notes to outlines."""

from cribdeck.read.outline import account, read_outline
from cribdeck.read.vault import LeftOut, Vault, read_vault

__all__ = ["LeftOut", "Vault", "account", "read_outline", "read_vault"]
