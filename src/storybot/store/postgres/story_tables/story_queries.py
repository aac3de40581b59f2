"""What is read of a story in PostgreSQL: articles, passages, changes."""

from storybot.store.layout import rows
from storybot.store.layout.verified_rows import OUTCOME_COLUMNS

VERSION = """
    SELECT v.document, v.number, CASE WHEN v.number = d.version THEN d.state ELSE 'retracted' END,
           v.text, v.about, v.hash
    FROM versions v JOIN documents d ON d.id = v.document
"""
VERSIONS = (
    f"{VERSION} WHERE (v.document, v.number) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[]))"
)
HEADINGS = """
    SELECT d.id, d.version, d.state, d.held, d.arrived,
           (SELECT max(number) FROM versions WHERE document = d.id), d.source,
           a ->> 'title', a ->> 'publisher', a ->> 'published', a ->> 'url',
           a ->> 'language', json_array_length(a -> 'spans')
    FROM documents d
    LEFT JOIN versions v ON v.document = d.id AND v.number = d.version
    CROSS JOIN LATERAL readable_json(v.about) AS a
    WHERE d.held OR NOT $1 ORDER BY d.id
"""
PASSAGES = f"SELECT {rows.PASSAGE_COLUMNS} FROM passages"
# A step of the recursion jumps to the next language in the index; DISTINCT reads it all.
LANGUAGES = """
    WITH RECURSIVE seen (language) AS (
        (SELECT min(language) FROM passages WHERE cut = (SELECT cut FROM analysis))
        UNION ALL
        SELECT (SELECT min(p.language) FROM passages p
                WHERE p.cut = (SELECT cut FROM analysis) AND p.language > seen.language)
        FROM seen WHERE seen.language IS NOT NULL
    )
    SELECT language FROM seen WHERE language IS NOT NULL
"""
CHANGES = f"SELECT {rows.CHANGE_COLUMNS} FROM changes"
LAST_UNDOABLE = f"""
    {CHANGES} c WHERE action NOT IN ('undo', 'wait')
    AND NOT EXISTS (SELECT FROM changes WHERE undoes = c.number)
    AND ($1::bigint IS NULL OR document = (SELECT document FROM changes WHERE number = $1))
    AND ($2::text IS NULL OR actor = $2)
    ORDER BY number DESC LIMIT 1
"""
OUTCOMES = f"""
    SELECT {OUTCOME_COLUMNS} FROM changes c
    LEFT JOIN passages p ON p.id >= added_first AND p.id < added_stop
    WHERE c.number > $1 ORDER BY c.number, p.id
"""
GENERATION = """
    SELECT rebuilds, number, at FROM analysis
    LEFT JOIN (SELECT number, at FROM changes ORDER BY number DESC LIMIT 1) AS newest ON true
"""
MODERATORS = """
    SELECT person, name FROM (
        SELECT DISTINCT ON (person) person, name, granted, number FROM grants
        ORDER BY person, number DESC
    ) AS last WHERE granted ORDER BY number
"""
