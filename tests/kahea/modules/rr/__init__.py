"""Tests of module rr."""
