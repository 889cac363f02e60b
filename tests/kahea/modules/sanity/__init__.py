"""Tests of module sanity."""
