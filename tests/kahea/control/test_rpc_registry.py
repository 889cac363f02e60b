"""kahea.control.rpc_registry, rpc and call: the dispatcher behind every transport."""

# ruff: noqa: ARG001 - the names of the parameters are the road

from collections.abc import Generator
from typing import Any

import pytest

from kahea.base.errors import KaheaError
from kahea.control.call import Call, LocalCall, RpcReply, run_now
from kahea.control.errors import ExportError, RpcFault, UnknownCommand
from kahea.control.rpc import Rpc
from kahea.control.rpc_export import RET_ARRAY, RPC_EXEC_DELTA, RpcExport
from kahea.control.rpc_registry import RpcRegistry
from kahea.control.value import RpcValue


class Wait:
    """A request object: what a command awaits travels up to whoever drives the dispatcher."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __await__(self) -> Generator["Wait", str, str]:
        return (yield self)


def _ask(registry: RpcRegistry, method: str, *params: RpcValue, autoconvert: bool = False) -> RpcReply:
    call = LocalCall(method, params, autoconvert)
    run_now(registry.dispatch(call))
    assert call.answer is not None
    return call.answer


def _registry(*functions: Any, **kwargs: Any) -> RpcRegistry:
    registry = RpcRegistry()
    registry.register(*(RpcExport(f"t.{each.__name__}", each, **kwargs) for each in functions))
    return registry


def test_a_name_twice_is_refused_and_nothing_is_registered() -> None:
    def one() -> int:
        return 1

    registry = _registry(one)
    with pytest.raises(ExportError, match=r"RPC command t\.one is registered already"):
        registry.register(RpcExport("t.two", one), RpcExport("t.one", one))
    with pytest.raises(ExportError, match=r"t\.three"):
        registry.register(RpcExport("t.three", one), RpcExport("t.three", one))
    assert [export.name for export in registry] == ["t.one"]


def test_a_miss_says_what_is_near() -> None:
    def uptime() -> int:
        return 1

    with pytest.raises(UnknownCommand) as caught:
        _registry(uptime).lookup("t.uptme")
    assert caught.value.near == "; did you mean t.uptime?"
    assert str(_ask(_registry(uptime), "nosuch").fault) == "500 command nosuch not found"


RETURNS: list[tuple[Any, Any, RpcReply]] = [
    (int, 5, RpcReply((5,))),
    (str | None, None, RpcReply()),
    (dict[str, int], {"a": 1}, RpcReply(({"a": 1},))),
    (list[int], [1, 2], RpcReply((1, 2), is_array=True)),
    (tuple[int, ...], (), RpcReply((), is_array=True)),
    (None, None, RpcReply()),
]


@pytest.mark.parametrize(("annotation", "value", "reply"), RETURNS)
def test_what_a_function_returns_is_the_reply(annotation: Any, value: Any, reply: RpcReply) -> None:
    def command() -> Any:
        return value

    command.__annotations__["return"] = annotation
    assert _ask(_registry(command), "t.command") == reply


def test_the_context_road_adds_values_and_ends_with_them() -> None:
    def command(rpc: Rpc, ctx: Call) -> None:
        rpc.add("sd", ctx.method, 5)
        rpc.rpl_printf("%s-%02d", "a", 7)
        rpc.printf("b")
        rpc.add("{").struct_add("d", "n", 1)
        rpc.add("[").array_add("d", 2)

    assert _ask(_registry(command), "t.command").values == ("t.command", 5, "a-07", "b", {"n": 1}, [2])


def test_a_scan_that_failed_is_the_fault_when_nothing_was_added() -> None:
    def command(rpc: Rpc, ctx: Call) -> None:
        if len(rpc.scan("sd")) == 2:
            rpc.add("s", "both")

    registry = _registry(command)
    assert _ask(registry, "t.command", "a", 1).values == ("both",)
    fault = _ask(registry, "t.command", "a", "b").fault
    assert fault is not None
    assert str(fault) == "400 parameter 2 must be an integer, not 'b'"
    assert _ask(registry, "t.command", "a", "1", autoconvert=True).values == ("both",)


def test_a_scan_that_failed_is_forgotten_when_something_was_added() -> None:
    def command(rpc: Rpc, ctx: Call) -> None:
        rpc.add("s", "default")
        rpc.scan("d")

    assert _ask(_registry(command), "t.command") == RpcReply(("default",))


def test_a_fault_replaces_what_was_added() -> None:
    def command(rpc: Rpc, ctx: Call) -> None:
        rpc.add("s", "lost")
        rpc.fault(404, "no %s", "AOR")
        rpc.fault(500, "100% %s")

    reply = _ask(_registry(command), "t.command")
    assert reply.values == ()
    assert reply.fault is not None
    assert (reply.fault.code, reply.fault.text) == (500, "100% %s")


def test_a_raised_fault_is_the_reply_on_both_roads() -> None:
    def typed() -> int:
        raise RpcFault(404, "gone")

    def context(rpc: Rpc, ctx: Call) -> None:
        raise RpcFault(404, "gone")

    registry = _registry(typed, context)
    assert [str(_ask(registry, name).fault) for name in ("t.typed", "t.context")] == ["404 gone", "404 gone"]


def test_a_foreseen_fault_of_the_server_is_its_sentence() -> None:
    def command() -> int:
        raise KaheaError("no group of counters cor; did you mean core?")

    assert str(_ask(_registry(command), "t.command").fault) == "400 no group of counters cor; did you mean core?"


def test_a_bug_of_a_command_is_not_hidden() -> None:
    def command() -> int:
        raise ZeroDivisionError

    call = LocalCall("t.command")
    with pytest.raises(ZeroDivisionError):
        run_now(_registry(command).dispatch(call))
    assert call.answer is not None
    assert str(call.answer.fault) == "500 Internal Server Error"


def test_a_command_that_is_given_up_while_it_waits_is_answered() -> None:
    async def command() -> str:
        return await Wait("x")

    call = LocalCall("t.command")
    driver = _registry(command).dispatch(call)
    driver.send(None)
    driver.close()
    assert call.answer is not None
    assert str(call.answer.fault) == "500 Internal Server Error"


def test_a_reply_may_go_before_the_command_ends() -> None:
    order: list[str] = []

    def kill(rpc: Rpc, ctx: Call) -> None:
        rpc.add("s", "bye")
        rpc.send()
        order.append("killed")

    call = LocalCall("t.kill", on_reply=lambda reply: order.append(str(reply.values)))
    run_now(_registry(kill).dispatch(call))
    assert order == ["('bye',)", "killed"]


@pytest.mark.parametrize("late", ["add", "fault", "send", "raise", "foreseen"])
def test_a_second_reply_is_the_commands_bug(late: str) -> None:
    def command(rpc: Rpc, ctx: Call) -> None:
        rpc.send()
        if late == "add":
            rpc.add("s", "x")
        elif late == "fault":
            rpc.fault(500, "x")
        elif late == "send":
            rpc.send()
        else:
            raise RpcFault(500, "nobody hears it") if late == "raise" else KaheaError("nobody hears it")

    replies: list[RpcReply] = []
    with pytest.raises((RuntimeError, KaheaError), match=r"sent already|nobody"):
        run_now(_registry(command).dispatch(LocalCall("t.command", on_reply=replies.append)))
    assert len(replies) == 1


def test_a_delayed_reply_goes_when_the_command_says_so() -> None:
    kept: list[Rpc] = []

    def command(rpc: Rpc, ctx: Call) -> None:
        kept.append(rpc.delayed_ctx_new())

    call = LocalCall("t.command")
    run_now(_registry(command).dispatch(call))
    assert call.answer is None
    kept[0].add("s", "later")
    kept[0].delayed_ctx_close()
    kept[0].delayed_ctx_close()
    assert call.answer == RpcReply(("later",))


def test_what_a_command_awaits_travels_up_on_both_roads() -> None:
    async def typed(name: str) -> str:
        return await Wait(name)

    async def context(rpc: Rpc, ctx: Call) -> None:
        rpc.add("s", await Wait(ctx.method))

    registry = _registry(typed, context)
    for method, params, asked in (("t.typed", ["a"], "a"), ("t.context", [], "t.context")):
        call = LocalCall(method, params)
        driver = registry.dispatch(call)
        request = driver.send(None)
        assert request.what == asked
        assert call.answer is None
        with pytest.raises(StopIteration):
            driver.send("the answer")
        assert call.answer == RpcReply(("the answer",))


def test_run_now_refuses_what_waits() -> None:
    async def command() -> str:
        return await Wait("x")

    with pytest.raises(RuntimeError, match="waits"):
        run_now(_registry(command).dispatch(LocalCall("t.command")))


def test_ret_array_is_told_to_the_transport() -> None:
    def command(rpc: Rpc, ctx: Call) -> None:
        rpc.add("s", "one")

    assert _ask(_registry(command, flags=RET_ARRAY), "t.command") == RpcReply(("one",), is_array=True)


def test_executions_keep_their_distance() -> None:
    times = iter([100.0, 101.0, 103.0, 103.5])

    def one() -> int:
        return 1

    registry = RpcRegistry(exec_delta_s=2, clock=lambda: next(times))
    registry.register(RpcExport("t.slow", one, flags=RPC_EXEC_DELTA), RpcExport("t.fast", one))
    faults = [_ask(registry, "t.slow").fault for _ in range(4)]
    assert [fault and str(fault) for fault in faults] == [
        None,
        "500 Command Executed Too Fast",
        None,
        "500 Command Executed Too Fast",
    ]
    assert [_ask(registry, "t.fast").values for _ in range(3)] == [(1,)] * 3
    assert RpcRegistry().exec_delta_s == 0
