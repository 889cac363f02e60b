"""What usrloc refuses.

kahea.base.errors.KaheaError
  UsrlocError       a server that cannot start with these parameters or this database
"""

from kahea.api.values import KaheaError

__all__ = ["UsrlocError"]


class UsrlocError(KaheaError):
    """A server that cannot start with these parameters or this database."""
