"""What customers are worth: lives that may end unseen, and what flows in while they last.

    lives = Lives.read(seen.query("customer_lives"))
    model = fit(lives, rate=0.10)                 Valuation, or a sentence
    worth = model.worth(lives)                    a row per customer, by source of value

| module | what it holds |
|---|---|
| lives | what each customer's life has shown so far |
| grouped | histories by spend group, alike ones as one row |
| life_model | how often they buy and how long they stay, by spend |
| posterior | where that model is most likely |
| flows | contracts to come, and what serving costs |
| valuation | the present value of each customer |
| account | customer equity from one date to the next, line by line |
| parameters | all parameters in a row, and slopes of sums by each |
| doubt | paired resamples of all lines, by influence functions |
| resampling | the same draws for sums of any date and any part of the customers |
| measure | from the frames of two dates to all of it |
| returns, groups | Return on Customer, value created, and the rows a report may show |
| statements | the statement by segment, to the cent, and what new customers brought and cost |
| history | the months before, by the models of today |
| spend_groups | how often customers buy and how long they stay, by what they spend |
| side_by_side | historical, current and expected value |
| back_test, forecast_errors | forecasts judged |
| kept, restated, looking_back | models kept, and closed months measured again |
| what_if, levers, satisfaction_slope, satisfaction_worth | what would be |
| stages | value by stage of life, and what life events go with |
"""

from workbench.analysis.customer_value.lives import Lives
from workbench.analysis.customer_value.valuation import Valuation, fit

__all__ = ["Lives", "Valuation", "fit"]
