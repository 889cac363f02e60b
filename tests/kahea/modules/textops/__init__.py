"""Tests of module textops."""
