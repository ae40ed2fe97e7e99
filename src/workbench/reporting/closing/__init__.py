"""Closing a month: plan, run, stage, publish, and keep a record.

| module | what it holds |
|---|---|
| plan, fingerprint | what is read, by name and hash |
| run, perform, kept | the run; what did not change is taken from the month before |
| collect, figures, customers | what the notebooks said and handed over |
| stage, manifest, publish | laid out, described, and published whole or not at all |
| runs | the record of every run |
"""
