"""Doctrees to text: reST, plain READMEs, Markdown; each a strict visitor that knows every node it may meet."""
