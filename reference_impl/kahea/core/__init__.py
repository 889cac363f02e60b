"""What happens to a message between the bytes that came and the bytes that leave; no socket, no clock, no file."""
