-- A row per person. The file knows nothing of them but what they bought.
--
-- The file is in columns of fixed meaning divided by blanks: customer, day, CDs, dollars. Each line
-- is read whole (it holds no '|') and taken apart, so that the number of blanks does not matter.
WITH lines AS (
    SELECT regexp_split_to_array(trim(line), '\s+') AS word
    FROM read_csv('{data}/CDNOW_master.txt', columns = {'line': 'VARCHAR'}, header = false, skip = 1, delim = '|')
)

SELECT
    word[1] AS customer_id,
    CAST(min(strptime(word[2], '%Y%m%d')) AS DATE) AS acquired_on
FROM lines
GROUP BY word[1]
