-- A row is an answer given before a date, on the scale 0 to 100.
--
-- A reversed question is turned, so that more is always better. Skipped answers, answers that
-- mean 'not applicable' and answers outside the question's scale are left out, each for what
-- it is: none of them is a low score. A missing weight counts as 1.
--
-- takes:
--   as_of (date): the first day not seen
-- gives:
--   response_id: the filled-in questionnaire
--   customer_id: the customer
--   answered_at: when
--   item: the question
--   construct: what it measures
--   kind: perception, expectation or importance
--   touchpoint: what it is about; empty text for the whole relationship
--   score (index): 0 to 100
--   weight: survey weight
SELECT
    responses.response_id,
    responses.customer_id,
    responses.answered_at,
    items.item,
    items.construct,
    items.kind,
    COALESCE(items.touchpoint, '') AS touchpoint,
    CAST(
        100 * (
            CASE WHEN items.reversed THEN items.scale_max - responses.score ELSE responses.score - items.scale_min END
        ) / (items.scale_max - items.scale_min) AS DECIMAL(9, 6)
    ) AS score,
    CAST(COALESCE(responses.weight, 1) AS DECIMAL(13, 6)) AS weight
FROM survey_responses AS responses
INNER JOIN survey_items AS items ON responses.item = items.item
WHERE
    responses.answered_at < $as_of
    AND responses.score BETWEEN items.scale_min AND items.scale_max
    AND items.scale_min < items.scale_max
    AND (items.not_applicable IS NULL OR responses.score <> items.not_applicable)
