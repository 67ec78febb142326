"""For which organisation somebody comes: forms, phrases, signatures, and who has none."""

from __future__ import annotations

import pytest

from tests.unit.intent.mails import understood

PHRASES = [
    ("Ich komme von der Caritas Döbeln und melde mich für Workshop 2 an.", "Caritas Döbeln"),
    ("Anmeldung vom Hilfenetz Eppendorf für Workshop 2, bitte tragen Sie mich ein.", "Hilfenetz Eppendorf"),
    ("Ich melde mich im Namen des Kulturbunds Mittweida für Workshop 2 an.", "Kulturbund Mittweida"),
    ("Ich arbeite im Jugendhaus Oase und möchte an Workshop 2 am Fachtag teilnehmen.", "Jugendhaus Oase"),
    ("Für die Stadt Frankenberg melde ich mich zum Workshop 2 an.", "Stadt Frankenberg"),
    (
        "Ich bin Sozialarbeiterin beim Verein Brückenschlag e. V. und nehme an Workshop 2 teil.",
        "Verein Brückenschlag e. V.",
    ),
    (
        "Ich bin Mitglied im Förderverein Schloss Rochsburg und komme in Workshop 2.",
        "Förderverein Schloss Rochsburg",
    ),
    ("Ich vertrete die Volkssolidarität Hainichen und komme in Workshop 2.", "Volkssolidarität Hainichen"),
    (
        "Ich leite die Kita Sonnenblume in Penig und melde mich für Workshop 2 an.",
        "Kita Sonnenblume in Penig",
    ),
    ("Hiermit melde ich mich (Frauenzentrum Lila) für Workshop 2 an.", "Frauenzentrum Lila"),
    (
        "Ich komme aus dem Mehrgenerationenhaus Flöha, Workshop 2 bitte, ich melde mich an.",
        "Mehrgenerationenhaus Flöha",
    ),
    ('Ich melde mich für den Verein "Offene Türen" zum Workshop 2 an.', 'Verein "Offene Türen"'),
    ("Das Ausbildungswerk Roßwein meldet mich für Workshop 2 an.", "Ausbildungswerk Roßwein"),
    ("Ich bin ehrenamtlich bei der Tafel Burgstädt und melde mich für Workshop 2 an.", "Tafel Burgstädt"),
    (
        "I work for the Refugee Council Leipzig and would like to register for workshop 2.",
        "Refugee Council Leipzig",
    ),
    ("Je représente le Comité de jumelage et je m'inscris à l'atelier 2.", "Comité de jumelage"),
    ("Я від центру «Родина», запишіть мене на воркшоп 2.", "центру «Родина»"),
    (
        "Trabajo en la Asociación de Madres Solteras y me inscribo en el taller 2.",
        "Asociación de Madres Solteras",
    ),
    ("Jestem ze Stowarzyszenia Nowy Dom i zapisuję się na warsztat 2.", "Stowarzyszenia Nowy Dom"),
]

SIGNATURES = [
    ("Xanthe Pappas\nStadtverwaltung Mittweida\nMarkt 32\n09648 Mittweida", "Stadtverwaltung Mittweida"),
    ("Xanthe Pappas\nFachbereich Soziales\nLandkreis Nordsachsen\nTel. 03421 758", "Landkreis Nordsachsen"),
    ("Xanthe Pappas\nGeschäftsführerin\nRegenbogen gGmbH\nTel. 0371 555", "Regenbogen gGmbH"),
    ("Xanthe Pappas | Sozialkaufhaus Kunterbunt | Tel. 0371 555", "Sozialkaufhaus Kunterbunt"),
    ("Xanthe Pappas, Diakonie Leipziger Land", "Diakonie Leipziger Land"),
    ("i. A. Xanthe Pappas\nSachbearbeiterin\nAusländerbehörde Zwickau", "Ausländerbehörde Zwickau"),
    ("Xanthe Pappas\n- Teamleitung -\nJugendmigrationsdienst Torgau", "Jugendmigrationsdienst Torgau"),
    (
        "Xanthe Pappas\nMuseum für Stadtgeschichte Pirna\nwww.museum.example",
        "Museum für Stadtgeschichte Pirna",
    ),
    ("Lebenshilfe Borna e.V.\nXanthe Pappas\nFachdienst", "Lebenshilfe Borna e.V."),
    ("Xanthe Pappas\nLSV Einheit Wermsdorf", "LSV Einheit Wermsdorf"),
]

BELOW = [
    ("Ria Demant\nStadt Oederan\nHauptamt", "Stadt Oederan"),
    (
        "Ria Demant\nSB Soziales\nGemeindeverwaltung Striegistal\nWaldheimer Str. 13",
        "Gemeindeverwaltung Striegistal",
    ),
    (
        "i.A. Ria Demant\nMigrationsberatung für Erwachsene\nAWO Kreisverband Mulde e.V.",
        "AWO Kreisverband Mulde e.V.",
    ),
    ("Ria Demant (Integrationsbeauftragte)\nBauhof Lunzenau", "Bauhof Lunzenau"),
    ("Ria Demant\nBSZ Döbeln-Mittweida", "BSZ Döbeln-Mittweida"),
    (
        "Ria Demant\n\n--\nFreie Christengemeinde Oase\nBahnhofstr. 4, 09661 Hainichen",
        "Freie Christengemeinde Oase",
    ),
    ("Ria Demant - Schulleiterin - Grundschule Clara Zetkin", "Grundschule Clara Zetkin"),
    (
        "Dipl.-Soz.päd. (FH) Ria Demant\nSuchtberatungsstelle Diakonie Rochlitz",
        "Suchtberatungsstelle Diakonie Rochlitz",
    ),
    (
        'Ria Demant\nFrauen- und Familienzentrum "Regenbogen" e. V.\nMobil: 0171 555',
        'Frauen- und Familienzentrum "Regenbogen" e. V.',
    ),
    (
        "Ria Demant\nTechnische Universität Bergakademie Freiberg\nInternationales Universitätszentrum",
        "Technische Universität Bergakademie Freiberg",
    ),
    ("Ria Demant\nLeiterin Personal\nMüller & Söhne KG", "Müller & Söhne KG"),
    ("Ria Demant\n1. Vorsitzende\nHeimatverein Seelitz", "Heimatverein Seelitz"),
    ("Ria Demant\nehrenamtliche Deutschlehrerin", None),
    ("Ria Demant\nLehrerin i. R.", None),
    ("Ria Demant\nAm Stadtpark 3\nDöbeln", None),
    ("Ria Demant\nGesendet mit der Telekom Mail App", None),
    ("Ria Demant\nP.S. Ich freue mich auf Frau Diehl!", None),
    ("Ria Demant\nVizepräsidentin\nRotary Club Freiberg", "Rotary Club Freiberg"),
    ('Ria Demant\n"Man sieht nur mit dem Herzen gut."', None),
    (
        "Ria Demant\nMSB – Migrantenselbstorganisation Brand-Erbisdorf",
        "MSB – Migrantenselbstorganisation Brand-Erbisdorf",
    ),
]

TOLD = [
    (
        "für die Freiwillige Feuerwehr Langenau melde ich mich zum Workshop 2 an.\nRia Demant",
        "Freiwillige Feuerwehr Langenau",
    ),
    (
        "ich bin Ria Demant vom Eine-Welt-Laden Chemnitz und möchte an Workshop 2 teilnehmen.",
        "Eine-Welt-Laden Chemnitz",
    ),
    (
        "Ria Demant (Kirchgemeinde St. Marien) kommt in Workshop 2. Bitte anmelden.",
        "Kirchgemeinde St. Marien",
    ),
    ("Ria Demant, Caritas Freiberg, Workshop 2, Anmeldung zum Fachtag", "Caritas Freiberg"),
    ("Anmeldung: Ria Demant vom Kinderhort Pusteblume, Workshop 2", "Kinderhort Pusteblume"),
    (
        "ich arbeite als Lehrerin an der Oberschule Hainichen und melde mich für Workshop 2 an.\nRia Demant",
        "Oberschule Hainichen",
    ),
    (
        "als Vertreterin des Seniorenbeirats Mittweida melde ich mich zum Workshop 2 an.\nRia Demant",
        "Seniorenbeirat Mittweida",
    ),
    (
        "im Auftrag der Stadtwerke Roßwein nehme ich an Workshop 2 teil, bitte anmelden.\nRia Demant",
        "Stadtwerke Roßwein",
    ),
    ("ich würde gern nach der Arbeit in Workshop 2 kommen und melde mich an.\nRia Demant", None),
    ("ich wohne in Freiberg und melde mich für Workshop 2 an.\nRia Demant", None),
    (
        (
            "Ich habe Ihren Flyer in der Stadtbibliothek Freiberg gesehen und melde mich für Workshop "
            "2 an.\nRia Demant"
        ),
        None,
    ),
    ("vom Jobcenter habe ich den Tipp bekommen. Ich melde mich für Workshop 2 an.\nRia Demant", None),
    (
        (
            "My name is Ria Demant, I work at the Bridge House Community Centre. Please sign me up for "
            "workshop 2."
        ),
        "Bridge House Community Centre",
    ),
    (
        "Nazywam się Ria Demant, jestem z Fundacji Otwarte Drzwi. Proszę zapisać mnie na warsztat 2.",
        "Fundacji Otwarte Drzwi",
    ),
    ("Меня зовут Анна Котова, я из общества «Диалог». Запишите меня на мастерскую 2.", "общества «Диалог»"),
    ("Soy Ria Demant del Centro Cultural Iberia y quiero apuntarme al taller 2.", "Centro Cultural Iberia"),
]

NONE = [
    (
        "Ich melde mich für Workshop 2 an.\n\nMit freundlichen Grüßen\nXanthe Pappas\nHauptstraße "
        "5\n09648 Mittweida"
    ),
    "Ich bin Rentnerin und melde mich privat für Workshop 2 an.\n\nXanthe Pappas",
    "Ich melde mich für Workshop 2 an.\n\nXanthe Pappas\nTel. 0371 555\n0151 555",
    (
        "In der Zeitung habe ich vom Fachtag im Landratsamt Mittelsachsen gelesen. Ich melde mich "
        "für Workshop 2 an."
    ),
]

FORMS = [
    "Einrichtung",
    "Organisation/Einrichtung",
    "Institution",
    "Träger",
    "Name der Einrichtung",
    "Firma / Verein",
    "Dienststelle",
    "Arbeitgeber",
    "Organization",
    "Organisme",
    "Організація",
    "Kurum",
    "Instytucja",
    "Verein / Institution",
    "Ihre Einrichtung",
    "Einrichtung/Verein",
]


@pytest.mark.parametrize(("own", "organisation"), PHRASES)
def test_organisation_in_a_phrase(own: str, organisation: str) -> None:
    intent = understood(own, subject="Anmeldung Fachtag")
    assert [p.organisation for p in intent.participants] == [organisation]


@pytest.mark.parametrize(("signature", "organisation"), SIGNATURES)
def test_organisation_in_a_signature(signature: str, organisation: str) -> None:
    own = f"Ich melde mich für Workshop 2 an.\n\nMit freundlichen Grüßen\n\n{signature}"
    intent = understood(own, subject="Fachtag")
    assert [(p.name, p.organisation) for p in intent.participants] == [("Xanthe Pappas", organisation)]


@pytest.mark.parametrize("own", NONE)
def test_organisation_of_private_people(own: str) -> None:
    assert [p.organisation for p in understood(own, subject="Fachtag").participants] == [None]


@pytest.mark.parametrize("label", FORMS)
def test_organisation_in_a_form(label: str) -> None:
    intent = understood(f"Anmeldung\nName: Xanthe Pappas\n{label}: Haus am Markt\nWorkshop: 2\n")
    assert [p.organisation for p in intent.participants] == ["Haus am Markt"]


@pytest.mark.parametrize(("signature", "organisation"), BELOW)
def test_organisation_below_the_name_or_none(signature: str, organisation: str | None) -> None:
    own = f"Hiermit melde ich mich für Workshop 2 an.\n\nMit freundlichen Grüßen\n{signature}"
    intent = understood(own, subject="Anmeldung", name="")
    assert [(p.name, p.organisation) for p in intent.participants] == [("Ria Demant", organisation)]


@pytest.mark.parametrize(("own", "organisation"), TOLD)
def test_organisation_told_or_only_named(own: str, organisation: str | None) -> None:
    intent = understood(own, subject="Anmeldung", name="")
    assert [p.organisation for p in intent.participants] == [organisation]
