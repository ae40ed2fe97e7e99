-- A row is a question of the survey, in the order in which `questionnaires` has their scores.
--
-- Items carry no date: they are as the snapshot has them.
--
-- with: numbered_items
-- gives:
--   item: key of the question
--   construct: what it measures
--   kind: perception, expectation or importance
--   touchpoint: what it is about; empty text for the whole relationship
--   level: core, form or social; empty text where not said
--   object: product, company or marketing; empty text where not said
--   scale_min: lowest answer
--   scale_max: highest answer
--   reversed: whether a high answer means low satisfaction
SELECT item, construct, kind, touchpoint, level, object, scale_min, scale_max, reversed
FROM numbered_items
ORDER BY place
