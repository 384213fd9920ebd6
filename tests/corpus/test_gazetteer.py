"""The gazetteer: codes, names, containment."""

from __future__ import annotations

import pytest

from corpus.errors import UnknownTerritory
from corpus.gazetteer import chain, longest_name, named, resolve, territory, within


def test_a_commune_has_its_numbers_and_its_place() -> None:
    """This ensures that a code gives name, people, postal codes and coordinates."""
    limoges = territory("commune:87085")
    assert limoges is not None
    assert (limoges.name, limoges.level, limoges.number) == ("Limoges", "commune", "87085")
    assert "87000" in limoges.postal_codes
    assert limoges.population > 100_000
    assert limoges.latitude == pytest.approx(45.83, abs=0.05)
    assert limoges.longitude == pytest.approx(1.25, abs=0.05)


@pytest.mark.parametrize("code", ["", "commune:", "commune:99999", "87085", "region:99", "colour:red"])
def test_an_unknown_code_is_none(code: str) -> None:
    """This ensures that a code that is none gives none."""
    assert territory(code) is None
    assert chain(code) == []
    assert within(code) == []


def test_containment_goes_up_to_the_country_and_down_again() -> None:
    """This ensures that a region finds its towns, and a town its region."""
    assert chain("commune:87085") == ["epci:248719312", "departement:87", "region:75", "country:FR"]
    assert chain("city:2856883") == ["country:DE"]
    assert chain("country:FR") == []
    aquitaine = within("region:75")
    assert {"commune:87085", "epci:248719312", "departement:87"} <= set(aquitaine)
    assert "commune:62498" not in aquitaine
    assert "commune:87085" in within("epci:248719312")
    assert within("commune:87085") == []


def test_an_epci_across_a_border_is_in_both_departements() -> None:
    """This ensures that Saint-Yrieix's communes, of Corrèze and Haute-Vienne, are found from either."""
    assert {"departement:19", "departement:87"} <= set(chain("epci:248700189"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Limoges", "commune:87085"),
        ("LIMOGES", "commune:87085"),
        ("saint étienne", "commune:42218"),
        ("St-Étienne", "commune:42218"),
        ("Limoges Métropole", "epci:248719312"),
        ("communauté urbaine Limoges Métropole", "epci:248719312"),
        ("Communauté d'agglomération de Lens-Liévin", "epci:246200364"),
        ("Nouvelle-Aquitaine", "region:75"),
        ("Haute-Vienne", "departement:87"),
        ("Osnabrück", "city:2856883"),
        ("Germany", "country:DE"),
        ("Deutschland", "country:DE"),
        ("Lens", "commune:62498"),
    ],
)
def test_names_in_several_forms(name: str, code: str) -> None:
    """This ensures that a name is found whatever its case, accents, hyphens and language."""
    assert [each.code for each in named(name)] == [code]
    assert resolve(name).code == code


@pytest.mark.parametrize("written", ["87085", " 87085 ", "commune:87085", "Limoges"])
def test_what_people_write_resolves(written: str) -> None:
    """This ensures that a number, a code and a name mean the same."""
    assert resolve(written).code == "commune:87085"


def test_corsican_and_siren_numbers_resolve() -> None:
    """This ensures that letters in a number and long numbers are read."""
    assert resolve("2a004").name == "Ajaccio"
    assert resolve("248719312").name == "Limoges Métropole"


def test_what_is_unknown_or_ambiguous_is_refused_with_its_choices() -> None:
    """This ensures that nobody is given the wrong Saint-Denis."""
    with pytest.raises(UnknownTerritory, match="no territory is known as 'Brigadoon'"):
        resolve("Brigadoon")
    with pytest.raises(UnknownTerritory, match="commune:75056"):
        resolve("Paris")
    with pytest.raises(UnknownTerritory):
        resolve("")


def test_namesakes_come_by_people() -> None:
    """This ensures that the larger town of a name comes first."""
    found = named("Saint-Denis")
    assert len(found) > 1
    assert [each.population for each in found] == sorted((each.population for each in found), reverse=True)


def test_longest_name_bounds_a_search() -> None:
    """This ensures that who reads a text knows how many words a name may have."""
    assert longest_name("limoges") >= 2
    assert longest_name("zzz") == 0
