"""Module auth: digest authentication (RFC 3261 §22, RFC 7616, RFC 8760)."""

from kahea.modules.auth import engine, functions_challenge, functions_check
from kahea.modules.auth.exports import module

__all__ = ["engine", "functions_challenge", "functions_check", "module"]
