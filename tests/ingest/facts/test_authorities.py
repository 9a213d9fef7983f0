"""Names of authorities: from what is printed to what people say."""

import pytest

from ingest.facts.authorities import fold, identify, known_authorities


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Surrey County Council", "Surrey"),
        ("London Borough of Camden", "Camden"),
        ("Royal Borough of Kensington and Chelsea", "Kensington and Chelsea"),
        ("The Royal Borough of Windsor and \nMaidenhead", "Windsor and Maidenhead"),
        ("Doncaster Metropolitan Borough Council", "Doncaster"),
        ("Wakefield District Metropolitan Council", "Wakefield"),
        ("York City Council", "York"),
        ("City of York", "York"),
        ("Kingston upon Hull City Council", "Hull"),
        ("Kingston upon Thames", "Kingston upon Thames"),
        ("Nottingham City", "Nottingham"),
        ("Nottinghamshire County Council", "Nottinghamshire"),
        ("Medway Children’s Services", "Medway"),
        ("Surrey Safeguarding Children Board", "Surrey"),
        ("Stoke on Trent City Council", "Stoke-on-Trent"),
        ("Brighton & Hove", "Brighton and Hove"),
        ("St. Helens Council", "St Helens"),
        ("Durham County Council", "Durham"),
        ("Bristol, City of", "Bristol"),
        ("City of London Corporation", "City of London"),
        ("Bedford Borough", "Bedford"),
        ("Fernshire County Council", "Fernshire"),
        ("City of Ashmere local authority", "Ashmere"),
        ("East Fern and Ashmere Metropolitan Borough Council", "East Fern and Ashmere"),
    ],
)
def test_the_name_is_what_people_say(printed: str, name: str) -> None:
    assert identify(printed).name == name


@pytest.mark.parametrize(
    ("printed", "alias"),
    [
        ("Surrey", "Surrey County Council"),
        ("Royal Borough of Kensington and Chelsea", "RBKC"),
        ("Stoke-on-Trent City Council", "Stoke"),
        ("Wakefield District Metropolitan Council", "Wakefield District Metropolitan Council"),
        ("Fernshire County Council", "Fernshire County Council"),
    ],
)
def test_aliases_hold_the_usual_and_the_printed_name(printed: str, alias: str) -> None:
    assert alias in identify(printed).aliases


def test_no_name_stands_for_two_authorities() -> None:
    owners: dict[str, str] = {}
    for authority in known_authorities().values():
        for name in (authority.name, *authority.aliases):
            assert owners.setdefault(fold(name), authority.name) == authority.name
    assert len(set(owners.values())) > 150
