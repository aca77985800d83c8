"""What `python -m tests.benchmarks` measures: one module a part, each with TITLE, TEXT, PACKAGES, HEAD and rows()."""
