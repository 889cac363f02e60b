"""What the checks answer to the script (kamailio src/modules/auth/api.h)."""

from enum import IntEnum

__all__ = ["AuthCode"]


class AuthCode(IntEnum):
    """The result of a check of credentials, as the script sees it."""

    OK = 1
    ERROR = -1
    INVALID_PASSWORD = -2
    USER_UNKNOWN = -3
    STALE_NONCE = -4
    NO_CREDENTIALS = -5
    NONCE_REUSED = -6
    USER_MISMATCH = -8
