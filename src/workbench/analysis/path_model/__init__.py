"""The chain of satisfaction as a path model of composites: specify, fit, ask.

| module | what it holds |
|---|---|
| specification | constructs, items, paths: the analyst's sentence |
| reading | from what the analyst writes to a fitted model |
| asked | which questions make which construct |
| acsi | the American Customer Satisfaction Index, ready |
| weights | composite weights by partial least squares, batched |
| solution | loadings, paths, effects, indices from moments |
| quality | reliability and what tells constructs apart |
| admissible | when a model or a number must not be believed |
| fit | the fitted model and its intervals |
"""

from workbench.analysis.path_model.acsi import acsi
from workbench.analysis.path_model.fit import PathModel, fit
from workbench.analysis.path_model.reading import of, read
from workbench.analysis.path_model.specification import Construct, Model, construct, paths

__all__ = ["Construct", "Model", "PathModel", "acsi", "construct", "fit", "of", "paths", "read"]
