"""Property tests draw the same examples in every run of `make test`; `make check-deep` (DEEP=1) draws new ones.

No deadline holds for an example: how long one takes is the machine's affair, and speed has its benchmarks.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("test", derandomize=True, deadline=None, database=None)
settings.register_profile("deep", deadline=None, print_blob=True)
settings.load_profile("deep" if os.environ.get("DEEP") else "test")
