"""The expression of keep_hf(): by lines, case not counting (Kamailio's ``fixup_regexp_null``)."""

import re
from typing import Annotated

from kahea.api import Fixup
from kahea.api.values import compile_safe

__all__ = ["LinePattern"]


def _read(text: str) -> re.Pattern[bytes]:
    try:
        return compile_safe(text.encode("utf-8", "surrogateescape"), ignore_case=True, by_line=True)
    except re.error as fault:
        raise ValueError(f"is no expression that can be used: {fault}") from fault


LinePattern = Annotated[re.Pattern[bytes], Fixup(_read)]
"""A fixed expression."""
