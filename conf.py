"""The site: documentation, developer guide, and the modules' DocBook, which Sphinx reads directly.

Everything that is not needed to read the sources is optional: without Furo, copy buttons or the lexers the site still builds.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "docs" / "_ext"))

project = "Kahea"
project_copyright = "The Kahea maintainers"
language = "en"

extensions = ["myst_parser", "docbook2rst.sphinx_ext", "docbook2rst.navigation", "docbook2rst.reference_pages", "numbers_page"]
if find_spec("sphinx_copybutton"):
    extensions.append("sphinx_copybutton")

include_patterns = ["docs/**", "devguide/**", "reference_impl/kahea/modules/*/doc/*.xml"]
exclude_patterns = ["docs/_*/**", "docs/docbook/**"]
docbook2rst_root = str(ROOT)
docbook2rst_docnames = [
    (r"docs/(.+)", r"\1"),
    (r"reference_impl/kahea/modules/([^/]+)/doc/\1", r"modules/\1"),
    (r"reference_impl/kahea/modules/([^/]+)/doc/(.+)", r"modules/\1/\2"),
]

nitpicky = True
smartquotes = False
highlight_language = "text"
myst_heading_anchors = 3
copybutton_prompt_text = r">>> |\.\.\. |\$ |# "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True

html_theme = "furo" if find_spec("furo") else "alabaster"
html_title = "Kahea"
html_static_path = ["docs/_static"]
html_css_files = ["kahea.css"]
templates_path = ["docs/_templates"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_permalinks_icon = "#"
if html_theme == "furo":
    pygments_style = "a11y-high-contrast-light" if find_spec("a11y_pygments") else "default"
    pygments_dark_style = "a11y-high-contrast-dark" if find_spec("a11y_pygments") else "monokai"
    html_theme_options = {
        "light_css_variables": {
            "color-brand-primary": "#0a5c63",
            "color-brand-content": "#0a5c63",
            "color-brand-visited": "#5a3d7a",
        },
        "dark_css_variables": {
            "color-brand-primary": "#5fd0d8",
            "color-brand-content": "#5fd0d8",
            "color-brand-visited": "#c3a5e6",
        },
        "navigation_with_keys": False,
    }
