"""Pygments lexers: Kamailio configuration, SIP messages and console sessions."""

from sipdocs.lexers.console import SipConsoleLexer
from sipdocs.lexers.kamailio import KamailioLexer
from sipdocs.lexers.sip import SipLexer

__all__ = ["KamailioLexer", "SipConsoleLexer", "SipLexer"]
