"""Where in the configuration the running route stands."""

from kahea.core.cfg_place import CfgPlace, cfg_place


def test_place_is_none_outside_of_every_route() -> None:
    assert cfg_place() is None


def test_place_is_that_of_the_nearest_code_of_a_configuration() -> None:
    found: list[CfgPlace | None] = []
    code = compile("\n\nfound.append(place())", "kamailio.cfg", "exec")
    eval(code, {"found": found, "place": cfg_place})
    assert found == [CfgPlace("kamailio.cfg", 3, "<module>")]
