"""The pipeline: bytes to tree, tree to doctree, doctree to text.  Each step is a function; the roads differ only in their last."""
