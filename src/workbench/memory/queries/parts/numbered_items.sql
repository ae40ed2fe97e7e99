-- A row is a question of the survey, numbered by its key.
--
-- gives:
--   place: 0, 1, ... in the order of the keys
--   item: key of the question
--   construct: what it measures
--   kind: perception, expectation or importance
--   touchpoint: what it is about; empty text for the whole relationship
--   level: core, form or social; empty text where not said
--   object: product, company or marketing; empty text where not said
--   scale_min: lowest answer
--   scale_max: highest answer
--   reversed: whether a high answer means low satisfaction
SELECT
    ROW_NUMBER() OVER (ORDER BY item) - 1 AS place,
    item,
    construct,
    kind,
    COALESCE(touchpoint, '') AS touchpoint,
    COALESCE(level, '') AS level,
    COALESCE(object, '') AS object,
    scale_min,
    scale_max,
    reversed
FROM survey_items
