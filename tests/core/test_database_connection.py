import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


def end_on_the_server(process_id):
    settings = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: settings[name] for name in names if name in settings}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process_id])


def test_a_living_connection_is_not_asked():
    connection.ensure_connection()
    before = connection.connection.info.backend_pid
    assert connection.is_usable()
    with connection.execute_wrapper(lambda *_args: pytest.fail("a statement was sent")):
        connection.close_if_health_check_failed()
    assert connection.connection.info.backend_pid == before


def test_one_that_the_server_has_ended_is_replaced():
    connection.ensure_connection()
    end_on_the_server(connection.connection.info.backend_pid)
    assert not connection.is_usable()
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
