"""The gate before publishing: a report with a fault is kept for the analyst.

| module | what it holds |
|---|---|
| judge | the verdict, and what is kept of a report held back |
| checks | each check, a function of plain values |
| limits | what a company may change |
"""
