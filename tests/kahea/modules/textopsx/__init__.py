"""Tests of module textopsx."""
