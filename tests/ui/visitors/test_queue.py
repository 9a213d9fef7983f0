"""The queue before the assistant: bounded, fair to those inside, polite to those outside."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from ui.visitors.queue import Busy, Turnstile


def test_ten_at_once_are_all_served_and_never_more_than_allowed_at_a_time() -> None:
    turnstile = Turnstile(at_once=3, waiting=20, patience=10)
    lock, inside, most = Lock(), 0, 0

    def ask(_: int) -> bool:
        nonlocal inside, most
        with turnstile.enter():
            with lock:
                inside += 1
                most = max(most, inside)
            Event().wait(0.01)
            with lock:
                inside -= 1
        return True

    with ThreadPoolExecutor(10) as pool:
        assert all(pool.map(ask, range(30)))
    assert most <= 3


def test_who_finds_no_place_is_told_at_once_and_may_come_again() -> None:
    turnstile = Turnstile(at_once=1, waiting=0, patience=10)
    with turnstile.enter(), pytest.raises(Busy, match="Many people"), turnstile.enter():
        pass
    with turnstile.enter():
        pass


def test_who_waits_too_long_is_told() -> None:
    turnstile = Turnstile(at_once=1, waiting=1, patience=0.01)
    with turnstile.enter(), pytest.raises(Busy), turnstile.enter():
        pass


def test_a_failed_question_gives_its_place_back() -> None:
    turnstile = Turnstile(at_once=1, waiting=0, patience=0.01)
    with pytest.raises(ZeroDivisionError), turnstile.enter():
        raise ZeroDivisionError
    with turnstile.enter():
        pass
