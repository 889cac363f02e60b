"""Measures of the converter against independent programs: fidelity and speed."""
