from itertools import count

from apps.core.remembered import remembered


def test_it_is_read_once_until_forgotten():
    numbers = count()
    read = remembered(seconds=60)(lambda: next(numbers))
    assert [read(), read()] == [0, 0]
    read.forget()
    assert read() == 1


def test_it_is_read_again_when_its_time_is_over():
    numbers = count()
    read = remembered(seconds=-1)(lambda: next(numbers))
    assert [read(), read()] == [0, 1]
