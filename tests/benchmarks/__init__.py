"""What `python -m tests.benchmarks` measures: one module a part, each with TEXT, PACKAGES, HEAD and rows()."""
