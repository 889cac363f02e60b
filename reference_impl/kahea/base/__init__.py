"""What every layer stands on: no SIP, no input or output."""
