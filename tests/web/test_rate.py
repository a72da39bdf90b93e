"""The bucket of tokens, on a clock that the test turns."""

from dataclasses import dataclass

from sidecar_server.settings import Limits
from sidecar_server.web.rate import Rate, Verdict


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def verdicts(rate: Rate, count: int) -> list[Verdict]:
    return [rate.frame() for _ in range(count)]


def test_a_burst_is_taken_then_one_warning_then_silence_then_the_end() -> None:
    rate = Rate(Limits(), Clock())
    assert verdicts(rate, 100) == [Verdict.TAKE] * 100
    assert verdicts(rate, 1) == [Verdict.WARN]
    assert verdicts(rate, 99) == [Verdict.DROP] * 99
    assert verdicts(rate, 1) == [Verdict.HANG_UP]


def test_twenty_a_second_go_on_for_ever() -> None:
    clock = Clock()
    rate = Rate(Limits(), clock)
    verdicts(rate, 100)
    for _ in range(1000):
        clock.now += 0.0501
        assert rate.frame() is Verdict.TAKE


def test_a_steady_flood_is_hung_up_on_although_some_frames_are_taken() -> None:
    clock = Clock()
    rate = Rate(Limits(), clock)
    seen = []
    for _ in range(1000):
        clock.now += 0.01  # a hundred a second
        seen.append(rate.frame())
    assert seen.count(Verdict.WARN) == 1
    assert Verdict.HANG_UP in seen


def test_a_full_bucket_ends_the_spell() -> None:
    clock = Clock()
    rate = Rate(Limits(), clock)
    for _ in range(5):
        assert verdicts(rate, 150).count(Verdict.WARN) == 1
        clock.now += 10
