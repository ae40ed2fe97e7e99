"""Closed months beside each other, and what became of the attempts.

| module | what it holds |
|---|---|
| published | the months of a folder of reports, from their manifests |
| attempts | runs that did not come to a report |
| diff, diff_words | what differs between two months |
"""
