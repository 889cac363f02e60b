"""The edge: sockets of every kind, and the loop that turns what comes into entries of the engine."""
