"""Chapters: from results to blocks, one module a chapter of the report.

Here the sentences are made from the numbers, and here it is decided what to show when a number
is withheld. So the notebooks need no branches, and the charts know nothing of customers.
"""
