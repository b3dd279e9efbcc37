"""What the cards of earlier questions show."""

from django.db import migrations

BATCH = 5_000
FILL = """
UPDATE questions_question AS question
SET author_name = author.nickname, author_level = author.level, tag_names = coalesce((
    SELECT array_agg(tag.name ORDER BY tagged.position)
    FROM questions_questiontag AS tagged JOIN questions_tag AS tag ON tag.id = tagged.tag_id
    WHERE tagged.question_id = question.id
), '{}')
FROM accounts_user AS author
WHERE author.id = question.author_id AND question.id BETWEEN %s AND %s AND question.author_name = ''
"""


def fill(apps, schema_editor):
    """Some at a time, each for itself: nobody waits long for a question. Begun again it goes on."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('SELECT min(id), max(id) FROM questions_question')
        first, last = cursor.fetchone()
        for start in range(first or 0, (last or -1) + 1, BATCH):
            cursor.execute(FILL, [start, start + BATCH - 1])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('questions', '0010_cards'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
