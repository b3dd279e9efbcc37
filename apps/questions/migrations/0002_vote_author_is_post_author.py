"""A vote's ``author`` is the post's author, by composite foreign keys.

With it the check that nobody votes on their own post cannot be evaded, not
even by code that fills in the wrong author.
"""

from django.db import migrations

FORWARDS = """
ALTER TABLE questions_question ADD CONSTRAINT question_id_author UNIQUE (id, author_id);
ALTER TABLE questions_answer ADD CONSTRAINT answer_id_author UNIQUE (id, author_id);
ALTER TABLE questions_vote
  ADD CONSTRAINT vote_question_author FOREIGN KEY (question_id, author_id)
    REFERENCES questions_question (id, author_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT vote_answer_author FOREIGN KEY (answer_id, author_id)
    REFERENCES questions_answer (id, author_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
BACKWARDS = """
ALTER TABLE questions_vote
  DROP CONSTRAINT vote_question_author, DROP CONSTRAINT vote_answer_author;
ALTER TABLE questions_question DROP CONSTRAINT question_id_author;
ALTER TABLE questions_answer DROP CONSTRAINT answer_id_author;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
