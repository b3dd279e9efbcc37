from itertools import count

from apps.core.remembered import remembered, remembered_by


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


def test_each_of_a_few_is_read_once_until_forgotten():
    asked = []
    read = remembered_by(seconds=3600, most=2)(lambda key: asked.append(key) or 2 * key)
    assert [read(1), read(2), read(1)] == [2, 4, 2]
    assert asked == [1, 2]
    read.forget()
    assert read(1) == 2
    assert asked == [1, 2, 1]


def test_what_was_not_asked_for_lately_makes_room():
    asked = []
    read = remembered_by(seconds=3600, most=1)(lambda key: asked.append(key) or key)
    assert [read(1), read(2), read(1)] == [1, 2, 1]
    assert asked == [1, 2, 1]


def test_each_of_a_few_is_read_again_when_its_time_is_over():
    numbers = count()
    # So short that no clock shows the same twice.
    read = remembered_by(seconds=1e-9, most=2)(lambda _key: next(numbers))
    assert [read("a"), read("a")] == [0, 1]
