-- A row is a question of the survey: what became of it in the questionnaires that asked it.
--
-- An answer that means 'not applicable' is counted as that even where it lies on the scale.
-- Answers outside the scale are refused at the load; where the store still holds one, it is
-- counted here and in no index.
--
-- with: numbered_items
-- takes:
--   as_of (date): the first day not seen
--   window_months (integer, default 12): how many months back
-- gives:
--   item: the question
--   answered (count): answers that say something
--   not_applicable (count): answers that mean 'not applicable'
--   skipped (count): left empty
--   outside (count): outside the question's scale
WITH given AS (
    SELECT
        responses.item,
        CASE
            WHEN responses.score IS NULL THEN 'skipped'
            WHEN responses.score = items.not_applicable THEN 'not applicable'
            WHEN responses.score BETWEEN items.scale_min AND items.scale_max THEN 'answered'
            ELSE 'outside'
        END AS became
    FROM survey_responses AS responses
    INNER JOIN survey_items AS items ON responses.item = items.item
    WHERE
        responses.answered_at < $as_of
        AND responses.answered_at >= $as_of - $window_months * INTERVAL '1' MONTH
)

SELECT
    numbered_items.item,
    COUNT(CASE WHEN given.became = 'answered' THEN 1 END) AS answered,
    COUNT(CASE WHEN given.became = 'not applicable' THEN 1 END) AS not_applicable,
    COUNT(CASE WHEN given.became = 'skipped' THEN 1 END) AS skipped,
    COUNT(CASE WHEN given.became = 'outside' THEN 1 END) AS outside
FROM numbered_items
LEFT JOIN given ON numbered_items.item = given.item
GROUP BY numbered_items.item
ORDER BY numbered_items.item
