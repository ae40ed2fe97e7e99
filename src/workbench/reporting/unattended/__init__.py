"""What the scheduler calls: what is due is closed, sent, and what went wrong is told.

| module | what it holds |
|---|---|
| definitions | ``reports.toml`` |
| due | what is due, decided from plain values |
| run | ``workbench run`` |
| state | ``workbench status`` |
| alerts | rules a company wants to be told about |
| schedule | texts for cron, systemd, GitHub Actions |
"""
