"""Tests of module siputils."""
