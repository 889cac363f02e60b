"""What documentation of a SIP server needs from its tools; the lexers need Pygments only."""
