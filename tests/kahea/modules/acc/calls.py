"""Servers that account, and calls through them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.kahea.modules.tm.traffic import CALLEE, CALLER, answer, invite, request

from kahea.api.testing import Lab
from kahea.db_command import create

FLAGS = "setflag(1);"
CFG = """
debug=2
LOADS
loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "acc.so"
modparam("acc", "log_flag", 1)
PARAMS
request_route {
    if (method == "ACK") { t_relay(); exit; }
    SCRIPT
    t_relay();
}
failure_route[AGAIN] {
    FAILURE
}
onreply_route[LATER] {
    LATER_ON
}
"""


def modparams(params: dict[str, int | str]) -> str:
    return "".join(
        f'modparam("acc", "{name}", {value})\n' if isinstance(value, int) else f'modparam("acc", "{name}", "{value}")\n'
        for name, value in params.items()
    )


def server(script: str = FLAGS, **params: int | str) -> Lab:
    """A server whose requests run through `script` before they are relayed."""
    return made(script, params)


def made(script: str, params: dict[str, int | str], *, failure: str = "", later: str = "setflag(1);", loads: str = "") -> Lab:
    """The same, with a failure route and a reply route of its own and more modules."""
    text = CFG.replace("LOADS", loads).replace("PARAMS", modparams(params)).replace("SCRIPT", script)
    return Lab(text.replace("FAILURE", failure or "exit;").replace("LATER_ON", later))


def call(lab: Lab, code: int = 200, reason: str = "OK", *, headers: str = "", **fields: str) -> None:
    """Nothing; an INVITE was relayed and has got that reply."""
    sent = invite(lab, **fields)
    lab.receive(answer(sent, code, reason, headers=headers), src=CALLEE)


def ack(lab: Lab) -> None:
    """Nothing; the ACK of the call has passed."""
    lab.receive(request("ACK", branch="z9hG4bKack", to_tag="to1"), src=CALLER)


def lines(lab: Lab) -> list[str]:
    """What stands in the log behind ``ACC:``, one for each record."""
    return [line.partition(" acc: ACC: ")[2] for line in lab.log if " acc: ACC: " in line]


def fields(line: str) -> dict[str, str]:
    """The attributes of a line by their names, `what` being its beginning."""
    what, _, rest = line.partition(": ")
    return {"what": what, **dict(piece.split("=", 1) for piece in rest.split(";"))}


def database(folder: Path, *columns: str) -> str:
    """The URL of a new database whose tables of records have these columns beside their own."""
    path = folder / "acc.db"
    create(f"sqlite://{path}")
    with sqlite3.connect(path) as base:
        for table in ("acc", "missed_calls"):
            for column in columns:
                base.execute(f"alter table {table} add column {column}")
    base.close()
    return f"sqlite://{path}"


def rows(url: str, what: str, table: str = "acc") -> list[tuple[object, ...]]:
    """Those columns of each row, in the order in which they were inserted."""
    base = sqlite3.connect(url.removeprefix("sqlite://"))
    found = list(base.execute(f"select {what} from {table} order by id"))
    base.close()
    return found
