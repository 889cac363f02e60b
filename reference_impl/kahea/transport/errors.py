"""What a transport refuses.

kahea.base.errors.KaheaError
  TransportError    a socket that cannot be opened, with its address and the system's reason
"""

from kahea.base.errors import KaheaError

__all__ = ["TransportError"]


class TransportError(KaheaError):
    """A socket cannot be opened or made ready."""
