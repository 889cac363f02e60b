"""kahea.base.origin."""

from kahea.base.origin import Origin, origin


def asks() -> Origin:
    return origin(1)


def test_an_origin_is_the_callers_place() -> None:
    here, caller = origin(), asks()
    assert here == caller
    assert here.function == "test_an_origin_is_the_callers_place"
    assert str(here) == f"{here.file}:{here.line}"
