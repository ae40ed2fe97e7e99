"""Claims about the numbers, checked over many seeds, with what was observed.

Tests say that the code does what it should on a small case. A claim says how often a method is right:
that intervals cover the truth as often as they promise, that planted effects are recovered. That takes
minutes, so it runs here (``make verify``) and the outcome is kept in ``docs/verification.md``.

A claim is a function in a module ``verification/claims_<topic>.py``::

    @claim("Intervals of the index cover the truth.", limit="at least 93 of 100 seeds", seeds=range(100))
    def index_intervals(seeds):
        return at_least(93, sum(covers(seed) for seed in seeds), of=len(seeds))

It is found by itself. The first lines of the module's docstring head its table.
"""
