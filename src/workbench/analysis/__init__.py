"""What it means: one module a method; arrays and frames in, small frozen results out.

| question | where to look |
|---|---|
| What is handed out? | results |
| How sure is it? | intervals, false_discovery, detectable, equality, partial_pooling, ranking |
| May it be shown? | small_cells |
| Did it change? | changes, usual, origins, hindsight |
| Who are the customers? | concentration, segments, quantile_scores, profiles, costs |
| What did they answer? | surveys, answers, moments, customer_means, outcomes |
| Who answered, and for whom? | response, respondents, raking, propensity, weighting |
| How satisfied are they? | indices, mix, concentrated_change, interaction |
| Why? | path_model, regression, importance (shapley, johnson), driver_changes, improvement |
| What did they expect and get? | gaps, response_surface, penalty_reward, kano, delivered_value, price_outcomes |
| What do they say? | advocacy, word_of_mouth (kinked_logistic) |
| Where do they stand? | states, lifecycle |
| Who leaves? | churn, churn_features, churn_risk, logistic, calibration, drop_repeats, probability_scores |
| What will they buy? | purchase_models |
| What are they worth, and what did they return? | customer_value, customer_returns, return_on_customer, statement |
| The same by counted states | equity, equity_tables, equity_history, holdings, markov, state_chain, reach |
"""
