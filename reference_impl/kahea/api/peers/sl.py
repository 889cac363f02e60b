"""What sl provides: replies without a transaction, or within one when there is one."""

from typing import Protocol

from kahea.core.sip_msg import SipMsg

__all__ = ["SlApi"]


class SlApi(Protocol):
    """Replies; each answers true when the reply was built and handed to the transport."""

    async def send_reply(self, msg: SipMsg, code: int, reason: bytes) -> bool:
        """Reply in the transaction when `msg` has one, statelessly otherwise (Kamailio's ``freply``)."""

    async def send_stateless(self, msg: SipMsg, code: int, reason: bytes) -> bool:
        """Reply without a transaction, even where there is one."""

    def get_reply_totag(self, msg: SipMsg) -> bytes:
        """The To tag that every reply to `msg` made here has; made on first use."""
