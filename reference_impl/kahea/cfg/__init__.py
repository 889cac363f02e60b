"""The configuration language: text to nodes whose names, routes and ranges are checked."""
