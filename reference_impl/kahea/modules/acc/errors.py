"""The errors of the module: what of its parameters can only be found wrong when the server starts."""

from kahea.api.values import KaheaError

__all__ = ["AccError"]


class AccError(KaheaError):
    """A parameter cannot be used; the message names it."""
