from django.db import migrations

# Only where an own or a vanished answer may have been taken for the first.
COUNT_AGAIN = """
UPDATE questions_question AS question SET first_answered_at = (
    SELECT min(answer.created_at) FROM questions_answer AS answer
    WHERE answer.question_id = question.id AND answer.author_id <> question.author_id
      AND answer.visibility = 0
)
WHERE EXISTS (
    SELECT FROM questions_answer AS answer
    WHERE answer.question_id = question.id
      AND (answer.author_id = question.author_id OR answer.visibility > 0)
)
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_categories")]
    operations = [migrations.RunSQL(COUNT_AGAIN, migrations.RunSQL.noop)]
