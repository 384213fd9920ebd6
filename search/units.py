"""The units of each kind of quantity, as texts write them behind a number and as questions count them. Pure data.

Over folded text, in French, English, German, Spanish, Italian, Dutch and Portuguese; a full stop stands for a space.
"""

from __future__ import annotations

from collections.abc import Mapping

# fmt: off
_WRITTEN: Mapping[str, str] = {
    "duration": """
        h heures? jours? journees? semaines? mois ans? annees? trimestres? semestres? minutes? min mins secondes?
        siecles? decennies? hours? days? weeks? months? years? quarters? decades? centur(?:y|ies) seconds? milliseconds?
        ms stunden? tage?n? wochen? monate?n? jahre?n? minuten? sekunden? jahrzehnte?n? jahrhunderte?n? spielminuten
        horas? dias? semanas? mes(?:es)? anos? minutos? segundos? decadas? siglos? ore ora giorn[oi] giornate
        settiman[ae] mes[ei] ann[oi] minut[oi] second[oi] decenni secoli uur uren dagen? weken maanden jaren jaar minuut
        seconden seculos?
    """,
    "money": """
        euros? eur dollars? dollari dolar(?:es)? usd us.dollars? us.dollar francs? franken chf fr pounds? gbp pfund
        libras sterline livres.sterling pesos? yen yens yuan renminbi centimes? cents? ct centimos? centesimi rappen
        pence k€ m€ ke keur meur ttc ht forints? kronen? kroner kronor couronnes? reais rupees? rupien? roupies?
        rub(?:el|les?|los) roubles? zl zloty\\w* gulden dinars? dirhams? soles bolivares bolivianos colones guaranies
        shillings? naira rand lire (?:reichs|d-)?mark dm deutsche.mark pesetas? escudos ducats? taler thalers? guineas?
    """,
    "area": """
        km² km2 m² m2 ha hectares? hektar acres? arpents? qm qkm kilometres?.carres? metres?.carres? square.\\w+
        quadratmeter[ns]? quadratkilometer[ns]? kilometros.cuadrados metros.cuadrados hectareas? chilometri.quadrati
        metri.quadrati ettar[oi] vierkante.\\w+ quilometros.quadrados metros.quadrados
    """,
    "length": """
        km m cm mm kilometres? metres? centimetres? millimetres? kilometers? meters? centimeters? millimeters? miles?
        feet foot ft inch(?:es)? yards? kilometern? metern? zentimetern? millimetern? zoll pieds pouces pulgadas
        kilometros? metros? centimetros? milimetros? chilometri metri centimetri millimetri etages? floors? hohenmetern?
        zeichen characters? caracteres? caratteri pages? seiten? paginas? pagine words? mots? tekens quilometros? meilen
        millas miglia
    """,
    "weight": """
        kg g t mg tonnes? tonnen tons? kilos? kilogrammes? kilograms? grammes? grams? milligrammes? milligrams?
        kilogramm gramm milligramm toneladas? tonnellat[ae] kilogramos? gramos? chil[io] chilogramm[oi] gramm[oi]
        pounds? lbs? ounces? oz onces? quintaux quintal(?:es)? quintali zentner ton gram kilo quilos? gramas?
    """,
    "volume": """
        l(?!['’]) litres? liters? litern? litros? litri litro cl ml dl hl hectolitres? hektoliter hectolitros ettolitri
        m³ m3 cc metres?.cubes? cubic.\\w+ kubikmetern? metros.cubicos metri.cubi gallons? barils? barrels? barriles
        barili millilitres? milliliters? kubieke.\\w+ cm³
    """,
    "energy": """
        [kmgt]?wh [kmgt]?w [kmgt]va ps cv hp kilowatt\\w* megawatt\\w* gigawatt\\w* terawatt\\w* watt\\w* kilovatios?
        megavatios? gigavatios? vatios? kwp mwp [kmgt]?ev (?:kilo|mega|giga|tera)?ele[ck]tr[oó]n-?volt\\w* joules?
        [kmgt]j kcal cal calories? kalorien kilokalorien calorias? calorie pferdestarken horsepower caballos.de.fuerza
        volts? amperes?
    """,
    "temperature": """
        ° °c °f degres? degrees? grade?n? grados? gradi graden graus? kelvin celsius
    """,
    "data": """
        [kmgtp]?bytes? [kmgtp]?bits? [kmgtp]ib [kmgtp]b [kmgtp]o octets? [kmgt](?:ega|iga|era)?octets?
        (?:kilo|mega|giga|tera)(?:bytes?|octets?|bits?) (?:mb|gb|kb|mbit|gbit)/s megapixels? megapixeles mpx
    """,
    "share": """
        % ‰ pour.?cent per.?cent prozent\\w* prozentpunkte?n? por.ciento por.cento per.cento procent punti.percentuali
        points?.de.pourcentage percentage.points? puntos.porcentuales pontos.percentuais procentpunt\\w*
    """,
}
# What is counted in a question: no short sign, and no word that is more often something else (« pieds », "floors").
_COUNTED: Mapping[str, str] = {
    "money": """
        euros? dollars? dollari dolares francs franken pesos yens? pounds.sterling livres.sterling zloty\\w* roubles
        cents? centimes centimos centesimi argent money geld dinero soldi dinheiro
    """,
    "share": """
        prozent prozentpunkte percent per.?cent pour.?cent por.ciento por.cento procent percentage.points
        points.de.pourcentage puntos.porcentuales punti.percentuali pontos.percentuais procentpunten
    """,
    "duration": """
        temps time tiempo tempo zeit tijd annees? ans mois semaines? jours? journees heures? minutes secondes years?
        months? weeks? days? hours? minutes seconds milliseconds decades jahren? monaten? wochen tagen? stunden
        (?:spiel)?minuten sekunden anos meses semanas dias horas minutos segundos anni mesi settimane giorni ore minuti
        secondi jaren? jaar maanden weken dagen uren uur minuten seconden
    """,
    "area": """
        hectares acres hektar quadratmeter quadratkilometer hectareas ettari vierkante.\\w+ square.\\w+
        (?:kilo)?metres.carres \\w+.cuadrados \\w+.quadrati \\w+.quadrados
    """,
    "length": """
        kilometres metres centimetres millimetres kilometers meters centimeters millimeters miles kilometer meter
        zentimeter millimeter hohenmeter kilometros metros centimetros chilometri metri centimetri quilometros
    """,
    "weight": """
        tonnes? tonnen tons kilos? kilogrammes kilograms grammes grams kilogramm gramm toneladas tonnellate kilogramos
        gramos chili grammi ton gram gramas quilos
    """,
    "volume": """
        litres liters? litern litros litri hectolitres hektoliter gallons barils barrels metres.cubes cubic.\\w+
        kubikmeter
    """,
    "energy": """
        kwh (?:kilo|mega|giga|tera)?watt(?:s|.?heures?|.?stunden|.?hours?)? (?:kilo|mega|giga)vatios (?:kilo)?kalorien
        calories? calorias kcal (?:mega|giga)ele[ck]tron\\w+
    """,
    "temperature": "degres degrees grad grados gradi graden graus",
    "data": "(?:kilo|mega|giga|tera)(?:bytes?|octets?|bits?)",
}
# What nobody counts as a thing, besides: « 20 km » tells no number of anything. But waste is counted in tonnes, and
# woods in hectares.
_SIGNS = """
    km m cm mm h min mins ms [kmgt]w [kmgt]hz [kmgt]b [kmgt]ib mbit gbit °c? % ‰ [€$£] eur euro chf usd (?:km|m|mi)/\\w+
    [kmg]b/s uhr ps cv bpm
"""
_NO_THINGS = ("money", "share", "duration", "length", "temperature", "data")
# fmt: on


def _either(text: str) -> str:
    return "|".join(each.replace(".", " ") if "\\" not in each else each.replace(".", " ", 1) for each in text.split())


WRITTEN: Mapping[str, str] = {kind: _either(text) for kind, text in _WRITTEN.items()}
"""By kind (see `search.measures.Measure`), what stands behind a number: a pattern."""

COUNTED: Mapping[str, str] = {kind: _either(text) for kind, text in _COUNTED.items()}
"""By kind, what follows "how many" and tells it: a pattern, with single spaces between words."""

MEASURES = "|".join([*(COUNTED[kind] for kind in _NO_THINGS), _either(_SIGNS)])
"""What makes a number count no things where it stands right behind: « 500 mètres », "45 mins"."""
