"""Each test leaves docutils' registries as it found them: roles and directives are the process's, and Sphinx looks at them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sphinx.util.docutils import docutils_namespace


@pytest.fixture(autouse=True, scope="module")
def registries() -> Iterator[None]:
    with docutils_namespace():
        yield
