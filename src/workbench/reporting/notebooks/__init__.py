"""Running notebooks: which there are, what they take, kernels, and how each one ended.

| module | what it holds |
|---|---|
| chapters | which notebooks make a report |
| parameters | a notebook's parameters cell as its signature |
| execution | running the cells of one, and telling truthfully how it ended |
| kernels, warm, forking | kernels, and the process they are forked from |
| pool | several side by side |
| endings, saving, pictures, progress | how a kernel ended, whole files, published charts, what is told meanwhile |
| lab | JupyterLab on them |
"""
