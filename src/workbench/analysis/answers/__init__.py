"""Moments from a row of answers per customer, with answers missing, weights and resamples.

Where answers are missing, means and covariances are those of largest likelihood under a
multivariate normal, from every answer that was given (full information). It is right where what is
missing depends on answers that were given (missing at random), which available pairs are not;
filling in means pulls every relation towards zero, and keeping complete rows throws most answers
away. Multiple imputation would estimate the same moments with noise added, so it is not used.

| module | its question |
|---|---|
| estimate | what are the moments, and what of everyone but a group? |
| patterns | what are the answers expected to be that were not given? (E step) |
| likelihood | which moments make the answers given most likely? (EM, then Newton) |
| information | how much of what answers say is missing? (the Jacobian of EM) |
| replicates | what changes if a group is left out, or customers are drawn again? |

References: Dempster, Laird and Rubin 1977, JRSS B 39:1-38. Louis 1982, JRSS B 44:226-233. Little
and Rubin 2019, Statistical Analysis with Missing Data, 3rd ed., 8.4, 9.1 and 11.2. Kish 1965.
"""

from workbench.analysis.answers.estimate import moments, refused_weights

__all__ = ["moments", "refused_weights"]
