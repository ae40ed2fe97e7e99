"""The pages: the report, its locked copy, the list of months.

| module | what it holds |
|---|---|
| report | the month in one HTML file |
| charts, prose, remark, origins, files | its parts |
| locked | a copy that only a passphrase opens |
| index | the list of months |
| templates, vendor | HTML, CSS, scripts; plotly.js |
"""
