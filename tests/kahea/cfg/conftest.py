"""Routes compiled and run by an engine in memory."""

from collections.abc import Callable

import pytest

from kahea.api.testing import Lab

MODULES = 'loadmodule "pv" loadmodule "xlog"\ndebug = 0\n'
REQUEST = (
    b"OPTIONS sip:alice@127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK1\r\n"
    b"From: <sip:bob@example.org>;tag=f\r\nTo: <sip:alice@example.net>\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\n"
    b"Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
)


class Script:
    """A configuration whose request_route has run once, and what it left."""

    def __init__(self, text: str) -> None:
        self.lab = Lab(MODULES + text)
        self.lab.receive(REQUEST)

    def __getitem__(self, name: str) -> bytes | int | None:
        """The value of `$var(name)`; None when the script has not set it."""
        found = self.lab.engine.script_vars.get(name.encode())
        return None if found is None else found.native()

    @property
    def log(self) -> str:
        return "\n".join(self.lab.log)


@pytest.fixture
def run() -> Callable[..., Script]:
    """Runs statements in request_route, beside other blocks."""

    def run_script(statements: str, blocks: str = "") -> Script:
        return Script(f"{blocks}\nrequest_route {{ {statements} }}")

    return run_script
