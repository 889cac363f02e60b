"""The root of the server's exceptions.

    KaheaError
      parser.errors.SipParseError     bytes from the network that are not SIP

Each package draws its own branch in its own ``errors.py``.
"""

__all__ = ["KaheaError"]


class KaheaError(Exception):
    """What the server raises for a foreseen fault; anything else that is raised is a bug of the server."""
