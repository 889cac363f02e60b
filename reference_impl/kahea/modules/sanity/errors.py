"""What a check finds wrong."""

from kahea.api.values import KaheaError

__all__ = ["SanityError"]


class SanityError(KaheaError):
    """A message that a check does not let pass; `code`, `reason` and whole header lines are those of the reply to it."""

    def __init__(self, code: int, reason: str, headers: bytes = b"") -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason
        self.headers = headers
