"""kahea.control.errors."""

from kahea.control.errors import BadParams, CodecError, RpcFault, UnknownCommand, did_you_mean


def test_unknown_command_keeps_the_text_that_clients_compare_apart_from_the_hint() -> None:
    fault = UnknownCommand("core.uptme", ["core.uptime"])
    assert (fault.code, fault.text, fault.near) == (500, "command core.uptme not found", "; did you mean core.uptime?")


def test_an_endless_name_is_cut() -> None:
    assert len(UnknownCommand("x" * 10_000).text) < 100


def test_bad_params_are_a_fault_of_400() -> None:
    fault = BadParams("too many")
    assert isinstance(fault, RpcFault)
    assert fault.code == 400


def test_codec_error_says_where() -> None:
    assert str(CodecError("json: no", 7)) == "json: no (offset 7)"


def test_nothing_near_is_nothing_said() -> None:
    assert did_you_mean("zzz", ["core.ps"]) == ""
