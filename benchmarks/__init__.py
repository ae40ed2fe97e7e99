"""Ours beside a peer, measured in one run; `make bench` prints the ratios. Tests are never timed."""
