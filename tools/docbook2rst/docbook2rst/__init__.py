"""DocBook to docutils, reStructuredText, READMEs and Markdown, with nothing lost and every loss reported.

`docbook2rst.convert` holds the functions to call: `convert` gives text, `read_document` a docutils document.
"""
