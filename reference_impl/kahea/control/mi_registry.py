"""Which MI commands exist, and how one is run (kamailio lib/kmi/mi.c)."""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from kahea.base.errors import KaheaError
from kahea.control.errors import ExportError, RpcFault, did_you_mean
from kahea.control.mi import MI_ROOT_ASYNC_RPL, MiHandler, MiNode, MiRoot

__all__ = ["MI_ASYNC_RPL_FLAG", "MI_NO_INPUT_FLAG", "MiCmd", "MiFlag", "MiRegistry", "MiReplyTo"]

MiReplyTo = Callable[[MiRoot], None]
"""Takes the reply of one command; called once, or more often by a command that replies later in parts."""

MiFunction = Callable[[MiRoot], MiRoot | Awaitable[MiRoot | None] | None]


class MiFlag(IntFlag):
    """What a command asks of the transports."""

    NONE = 0
    ASYNC_RPL = 1
    """It may return MI_ROOT_ASYNC_RPL and reply later through ``root.async_hdl``."""
    NO_INPUT = 2
    """It takes no arguments; those that are given are not read, and its tree is empty."""


MI_ASYNC_RPL_FLAG: Final = MiFlag.ASYNC_RPL
MI_NO_INPUT_FLAG: Final = MiFlag.NO_INPUT


@dataclass(frozen=True, slots=True)
class MiCmd:
    """One command (Kamailio's ``mi_export_t``): takes the tree of its arguments, gives the tree of its reply or None.

    `function` may be ``async def``; then it awaits what it has to wait for. `init` is called once before the first command.
    """

    name: str
    function: MiFunction
    flags: MiFlag = MiFlag.NONE
    init: Callable[[], None] | None = None

    @property
    def help(self) -> str:
        """The function's docstring; ``undocumented`` when it has none."""
        return inspect.getdoc(self.function) or "undocumented"


class MiRegistry:
    """All MI commands of one engine by name, in the order of registration; the engine owns it.

    `fallback` runs a name that is no MI command, or says with None that it is no command at all: the RPC commands.

    >>> from kahea.control.call import run_now
    >>> registry = MiRegistry()
    >>> registry.register(MiCmd("which", lambda root: MiRoot(200, "OK")))
    >>> run_now(registry.run("which", MiNode(), print))
    MiRoot(code=200, reason='OK', node=MiNode(name=None, value=None, kids=[], attributes=[]), async_hdl=None)
    """

    def __init__(self, fallback: Callable[[str], MiFunction | None] | None = None) -> None:
        self._commands: dict[str, MiCmd] = {}
        self._fallback = fallback

    def register(self, *commands: MiCmd) -> None:
        """Nothing; the commands can be run (Kamailio's ``register_mi_mod``).

        Raises:
            ExportError: one of the names is registered already, or could not be written; none is registered then.
        """
        names = [command.name for command in commands]
        for at, name in enumerate(names):
            if name in self._commands or name in names[:at]:
                raise ExportError(f"MI command {name} is registered already")
            if not name or any(sign in name for sign in ": \t\r\n"):
                raise ExportError(f"{name!r} is no name of an MI command: it is empty or holds a blank or ':'")
        self._commands.update(zip(names, commands, strict=True))

    def register_mi_cmd(
        self,
        function: MiFunction,
        name: str,
        init: Callable[[], None] | None = None,
        flags: MiFlag = MiFlag.NONE,
    ) -> None:
        """Nothing; one command is registered. C's ``param`` is what a closure or functools.partial holds."""
        self.register(MiCmd(name, function, flags, init))

    def init_child(self) -> None:
        """Nothing; every command that wanted it was told to get ready (Kamailio's ``init_mi_child``)."""
        for command in self._commands.values():
            if command.init is not None:
                command.init()

    def lookup(self, name: str) -> MiCmd | None:
        """The command called `name` (Kamailio's ``lookup_mi_cmd``), None when there is none."""
        found = self._commands.get(name)
        if found is None and self._fallback is not None:
            function = self._fallback(name)
            return None if function is None else MiCmd(name, function, MiFlag.ASYNC_RPL)
        return found

    def near(self, name: str) -> str:
        """The end of a sentence about the unknown `name`: the nearest command, or nothing."""
        return did_you_mean(name, self._commands)

    def __iter__(self) -> Iterator[MiCmd]:
        return iter(self._commands.values())

    async def run(self, name: str, arguments: MiNode, reply_to: MiReplyTo) -> None:
        """Nothing; the command has run and `reply_to` has its reply, unless it replies later. What it awaits travels up.

        A command that is not there and one that returns None are replied to as failures, a `KaheaError` with its sentence. Any
        other exception is a bug: it leaves here, and the caller is told no more than that the command failed.
        """
        command = self.lookup(name)
        if command is None:
            reply_to(MiRoot(500, f"command '{name}' not available"))
            return

        def later(reply: MiRoot | None, done: bool) -> None:  # noqa: ARG001 - C's signature; each reply is passed on
            reply_to(_failed(name) if reply is None else reply)

        tree = MiRoot(0, "")
        if MiFlag.NO_INPUT not in command.flags:
            tree.node = arguments
        if MiFlag.ASYNC_RPL in command.flags:
            tree.async_hdl = MiHandler(later)
        reply: MiRoot | None = None
        try:
            result = command.function(tree)
            reply = await result if inspect.isawaitable(result) else result
        except RpcFault as fault:
            reply = MiRoot(fault.code, fault.text)
        except KaheaError as error:
            reply = MiRoot(400, str(error))
        finally:
            if reply is not MI_ROOT_ASYNC_RPL or tree.async_hdl is None:
                reply_to(_failed(name) if reply is None or reply is MI_ROOT_ASYNC_RPL else reply)


def _failed(name: str) -> MiRoot:
    return MiRoot(500, f"command '{name}' failed")
