"""kahea.control.reply_name."""

import pytest

from kahea.control.errors import CodecError
from kahea.control.reply_name import check_reply_name


@pytest.mark.parametrize("name", ["kamailio_receiver_4711", "kamailio_rpc_reply.fifo", "r-1", "_", "A" * 128])
def test_plain_names_are_taken(name: str) -> None:
    assert check_reply_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../passwd",
        "a/b",
        "/etc/passwd",
        "a\\b",
        ".hidden",
        "a..b",
        "a.",
        "-rf",
        "a b",
        "a\0",
        "a\n",
        "\u00e9",
        "\udcff",
        "A" * 129,
        "~",
        "$(x)",
    ],
)
def test_everything_else_is_refused(name: str) -> None:
    with pytest.raises(CodecError) as caught:
        check_reply_name(name, 7)
    assert caught.value.offset == 7
