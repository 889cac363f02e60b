"""What modules provide to each other: one file and one Protocol per module that others call."""
