"""Names as they are borne in Québec, for people who do not exist, and the regions they would live in."""

from pathlib import Path
from typing import Final

_DATA: Final = Path(__file__).parent / "data"

GIVEN: Final = tuple((_DATA / "given_names.txt").read_text(encoding="utf-8").splitlines())
FAMILY: Final = tuple((_DATA / "family_names.txt").read_text(encoding="utf-8").splitlines())

# Weights out of a thousand: most of the public service's managers work in the capital.
REGIONS: Final[dict[str, int]] = {
    "Capitale-Nationale": 470,
    "Montréal": 190,
    "Chaudière-Appalaches": 60,
    "Outaouais": 45,
    "Montérégie": 45,
    "Mauricie": 30,
    "Estrie": 25,
    "Saguenay–Lac-Saint-Jean": 25,
    "Bas-Saint-Laurent": 25,
    "Laurentides": 15,
    "Laval": 15,
    "Lanaudière": 12,
    "Abitibi-Témiscamingue": 12,
    "Côte-Nord": 11,
    "Gaspésie–Îles-de-la-Madeleine": 10,
    "Centre-du-Québec": 8,
    "Nord-du-Québec": 2,
}
