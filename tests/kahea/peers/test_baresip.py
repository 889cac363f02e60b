"""A real telephone at Debian's configuration."""

from pathlib import Path

import pytest
from tests.kahea.app.server import free_port
from tests.kahea.peers.baresip import Baresip
from tests.kahea.peers.debian import Debian
from tests.kahea.peers.sipp import call, successes

pytestmark = pytest.mark.peer


def test_a_telephone_registers_with_its_password(tmp_path: Path) -> None:
    server = Debian(tmp_path, "WITH_AUTH", "WITH_USRLOCDB").add_user("bob", "secret")
    with server, Baresip(tmp_path, free_port(), server.port, "bob", "secret"):
        assert "AoR: bob" in server.kamcmd("ul.dump")


def test_a_telephone_answers_a_call_and_hears_its_end(tmp_path: Path) -> None:
    with Debian(tmp_path) as server, Baresip(tmp_path, free_port(), server.port, "bob") as telephone:
        done = call("uac_call", server.port, free_port(), tmp_path, service="bob")
        assert successes(done) == (1, 0), done.stdout[-3000:]
        telephone.wait_for("Call established")
        telephone.wait_for("session closed")
