-- A row per line of the file: what one person bought on one day at one go.
--
-- The file has no key. Lines of a person and day are numbered by what they say, so the same file
-- always gives the same keys, whatever the order of its lines.
WITH lines AS (
    SELECT regexp_split_to_array(trim(line), '\s+') AS word
    FROM read_csv('{data}/CDNOW_master.txt', columns = {'line': 'VARCHAR'}, header = false, skip = 1, delim = '|')
),

numbered AS (
    SELECT
        word,
        row_number() OVER (PARTITION BY word[1], word[2] ORDER BY word[3], word[4]) AS number_of_day
    FROM lines
)

SELECT
    word[1] || '-' || word[2] || '-' || number_of_day AS transaction_id,
    word[1] AS customer_id,
    strptime(word[2], '%Y%m%d') AS occurred_at,
    'music' AS category,
    'web' AS channel,
    word[3] AS quantity,
    word[4] AS revenue
FROM numbered
