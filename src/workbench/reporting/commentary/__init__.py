"""The analyst's own words in a month's report.

| module | what it holds |
|---|---|
| folder, file | where they lie, how they are read |
| check | whether they can be published |
| placed | where they stand |
"""
