"""How Sphinx makes the site. Its pages are gathered first, by make.py."""

project = "Neural networks to play with"
html_title = project
author = "the authors of the lessons"
html_show_copyright = False
language = "en"
root_doc = "index"
exclude_patterns = ["_static"]

extensions = ["myst_nb"]
nb_execution_mode = "off"  # outputs are shown as they are stored, which the tests compare
nb_render_markdown_format = "myst"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3

html_theme = "sphinx_book_theme"
html_theme_options = {"use_download_button": False, "show_toc_level": 2}
html_static_path = ["../build/pages/_static"]
html_css_files = ["lessons.css"]
html_js_files = ["lessons.js"]
html_copy_source = False
# MathJax lies beside the pages: nothing is fetched when they are read.
mathjax_path = "tex-svg.js"
