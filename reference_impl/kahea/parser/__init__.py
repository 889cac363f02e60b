"""The lazy SIP parser: bytes to values, pure; `SipParseError` is the only exception that leaves it."""
