"""Subscription-State: how a subscription stands (RFC 6665 §8.2.3)."""

from kahea.parser.hf import HdrType, register
from kahea.parser.value_params import ValueParams, parse_value_params, serialise_value_params

__all__ = ["parse_subscription_state"]


def parse_subscription_state(buf: bytes, start: int, end: int) -> ValueParams:
    """The word with its parameters.

    Raises:
        SipParseError: 400 when there is no word or something else follows.

    >>> parse_subscription_state(b"active;expires=60", 0, 17).value
    b'active'
    """
    return parse_value_params(buf, start, end)


register(HdrType.SUBSCRIPTIONSTATE, b"Subscription-State", parse_subscription_state, serialise_value_params)
