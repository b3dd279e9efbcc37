from django.db import migrations, models

# Answers to questions that were hidden before went on being counted.
RECOUNT = """
UPDATE accounts_user AS person
SET answer_count = counted.answers, accepted_count = counted.accepted
FROM (
    SELECT answer.author_id, count(*) FILTER (WHERE question.visibility = 0) AS answers,
           count(*) FILTER (WHERE question.visibility = 0 AND question.accepted_answer_id = answer.id) AS accepted
    FROM questions_answer AS answer JOIN questions_question AS question ON question.id = answer.question_id
    WHERE answer.visibility = 0 AND answer.author_id IN (
        SELECT author_id FROM questions_answer WHERE question_id IN (
            SELECT id FROM questions_question WHERE visibility <> 0
        )
    )
    GROUP BY answer.author_id
) AS counted
WHERE person.id = counted.author_id
  AND (person.answer_count, person.accepted_count) IS DISTINCT FROM (counted.answers, counted.accepted)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0015_moderate'),
    ]

    operations = [
        migrations.AddField(
            model_name='acceptance',
            name='is_suspended',
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name='답변이 숨겨져 거둠'),
        ),
        migrations.RunSQL(RECOUNT, migrations.RunSQL.noop),
    ]
