"""A reference SIP server with Kamailio's architecture and words."""
