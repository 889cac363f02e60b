"""A whole HTML site from files and folders of DocBook, in one call.

`out` holds the site; below it `.source` holds what Sphinx is given: for each page a stub that names its DocBook file, an index
page for each folder, and conf.py.  The DocBook files stay where they are and are the only thing to edit.
"""

from __future__ import annotations

from docbook2rst.pages import Split
from docbook2rst.site.build import Site, build

__all__ = ["Site", "Split", "build"]
