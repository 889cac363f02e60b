"""Stacks of the server, counted and written in the form of flame graphs."""

import sys

from tools.measure.sip_profile import Stacks, name_of


class Loop:
    """Runs like an event loop, so that what it calls is below one."""

    def run_forever(self, stacks: Stacks) -> None:
        work(stacks)


def work(stacks: Stacks) -> None:
    stacks.sample(0, sys._getframe())


def test_what_runs_below_the_event_loop_is_counted() -> None:
    stacks = Stacks()
    Loop().run_forever(stacks)
    Loop().run_forever(stacks)
    assert stacks.collapsed() == ["test_sip_profile.py:Loop.run_forever;test_sip_profile.py:work 2"]


def test_what_runs_before_the_loop_is_left_out() -> None:
    stacks = Stacks()
    work(stacks)
    assert stacks.collapsed() == []


def test_a_function_of_the_server_is_named_by_its_file_in_the_package() -> None:
    from kahea.core.receive import receive_msg

    assert name_of(receive_msg.__code__) == "core/receive.py:receive_msg"
