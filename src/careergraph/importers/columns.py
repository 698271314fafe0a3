"""What the columns of a person's own table hold, told by their names.

Names are compared without case, punctuation, remarks in brackets, and words that add nothing
("Key skills required (1–5)" is the column of skills). They are known in the languages of
``NAMES``, and the language in which most of them are is taken for that of the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from careergraph.errors import UsageError
from careergraph.vocabulary import CG

REQUIREMENTS = {
    "skill": ("skill", CG.requiresSkill),
    "preferred-skill": ("skill", CG.prefersSkill),
    "tool": ("tool", CG.usesTool),
    "industry": ("industry", CG.worksInIndustry),
    "degree": ("degree", CG.requiresDegree),
    "preferred-degree": ("degree", CG.prefersDegree),
    "experience": ("experience", CG.requiresExperience),
    "responsibility": ("responsibility", CG.hasResponsibility),
}
"""The fields that hold what a role takes: the kind of the thing, and the relation to it."""

FIELDS = (
    "role", *REQUIREMENTS, "alias", "definition", "group", "next-role", "level", "importance",
    "need", "kind", "resource",
)  # fmt: skip
"""What a column can hold. ``need`` says of a row whether its skill is a must or only welcome,
``kind`` whether what stands there is a skill or a tool, ``resource`` where it can be learnt."""

_LEFT_OUT = "left out"

NAMES: dict[str, dict[str, str]] = {
    "en": {
        "role": "role, job, job title, title, position, occupation, profession, job role, career, "
                "job name, role title, position title",
        "skill": "skill, skills and knowledge, competence, competency, capability, ability, "
                 "knowledge, know-how, requirement, required, must have, must-have, essential, "
                 "qualification and skill, skills and competencies, skillset, skill set",
        "preferred-skill": "preferred skill, optional skill, desirable skill, desired skill, nice "
                           "to have, nice-to-have, preferred, desirable, optional, bonus skill, "
                           "additional skill, welcome skill",
        "tool": "tool, technology, software, tools and technologies, tech stack, application, "
                "system, tool used, software used, program, equipment",
        "industry": "industry, sector, branch, domain",
        "degree": "degree, education, qualification, diploma, education level, educational "
                  "requirement, certificate, certification",
        "preferred-degree": "preferred degree, preferred education, preferred qualification",
        "experience": "experience, work experience, years of experience, prior experience",
        "responsibility": "responsibility, task, duty, activity, duties and responsibilities, "
                          "role and responsibility, accountability",
        "alias": "alias, alternative title, alternate title, other title, other name, synonym, "
                 "also known as, aka, also called, alternative name",
        "definition": "definition, description, job description, role description, summary, "
                      "about, purpose, job summary",
        "group": "group, role group, job family, family, job group, career family",
        "next-role": "next role, next step, leads to, career path, promotion",
        "level": "level, proficiency, proficiency level, skill level, target level, mastery, "
                 "competency level, expected level",
        "importance": "importance, weight, weighting, priority, relevance, criticality",
        "need": "need, essential or optional, requirement type, relation, relation type, "
                "necessity, mandatory, obligation",
        "kind": "kind, type, skill type, category, skill category, kind of skill",
        "resource": "course, training, training course, learning resource, learning material, "
                    "resource, where to learn, learn at, tutorial, course link, learning link",
        _LEFT_OUT: "id, no, number, nr, code, salary, pay, department, team, location, place, "
                   "city, country, date, year, headcount, count, total, sum, average, mean, note, "
                   "comment, remark, link, url, source, currency, employer, company, grade, "
                   "index, rank",
    },
    "de": {
        "role": "rolle, beruf, berufsbezeichnung, stelle, stellenbezeichnung, position, "
                "tätigkeit, funktion, jobtitel, berufsbild",
        "skill": "fähigkeit, kompetenz, kenntnis, fertigkeit, können, wissen, anforderung, "
                 "fachkompetenz, voraussetzung, muss",
        "preferred-skill": "wünschenswert, von vorteil, optional, wunschkenntnis",
        "tool": "werkzeug, technologie, programm, anwendung",
        "industry": "branche, wirtschaftszweig, sektor",
        "degree": "abschluss, ausbildung, bildungsabschluss, studium, qualifikation, zertifikat",
        "experience": "erfahrung, berufserfahrung",
        "responsibility": "aufgabe, verantwortung, zuständigkeit, verantwortlichkeit",
        "alias": "andere bezeichnung, synonym, auch genannt, alternative bezeichnung",
        "definition": "beschreibung, kurzbeschreibung, zusammenfassung",
        "group": "gruppe, berufsgruppe, jobfamilie",
        "next-role": "nächste rolle, nächster schritt, führt zu",
        "level": "niveau, stufe, ausprägung, kompetenzstufe",
        "importance": "gewicht, gewichtung, wichtigkeit, bedeutung, priorität",
        "need": "bedarf, notwendigkeit",
        "kind": "art, typ, kategorie",
        "resource": "kurs, schulung, weiterbildung, lernmaterial, lernquelle",
        _LEFT_OUT: "nummer, gehalt, abteilung, ort, standort, datum, jahr, anzahl, summe, "
                   "bemerkung, kommentar, anmerkung, firma, arbeitgeber",
    },
    "fr": {
        "role": "rôle, métier, poste, emploi, fonction, intitulé, intitulé du poste, profession",
        "skill": "compétence, savoir-faire, savoir, aptitude, capacité, connaissance, exigence, "
                 "compétence requise",
        "preferred-skill": "souhaité, compétence souhaitée, atout",
        "tool": "outil, logiciel, technologie",
        "industry": "secteur, industrie, branche",
        "degree": "diplôme, formation, niveau d'études, certification",
        "experience": "expérience",
        "responsibility": "responsabilité, tâche, mission, activité",
        "alias": "autre appellation, appellation, synonyme, autre intitulé",
        "definition": "définition, description, descriptif, résumé",
        "group": "famille, famille de métiers, groupe",
        "next-role": "évolution, prochain poste",
        "level": "niveau, niveau attendu, maîtrise",
        "importance": "poids, pondération, priorité",
        "kind": "catégorie, genre",
        "resource": "cours, ressource, tutoriel, ressource d'apprentissage",
        _LEFT_OUT: "numéro, salaire, service, lieu, ville, date, année, nombre, remarque, "
                   "commentaire, entreprise",
    },
    "es": {
        "role": "rol, puesto, ocupación, cargo, profesión, oficio, puesto de trabajo",
        "skill": "habilidad, competencia, conocimiento, destreza, capacidad, requisito, aptitud",
        "preferred-skill": "deseable, habilidad deseable, valorable",
        "tool": "herramienta, tecnología, programa",
        "industry": "sector, industria, rama",
        "degree": "título, titulación, formación, estudio, certificado",
        "experience": "experiencia",
        "responsibility": "responsabilidad, tarea, función, funciones",
        "alias": "otro nombre, sinónimo, también llamado",
        "definition": "definición, descripción, resumen",
        "group": "grupo, familia",
        "next-role": "siguiente puesto",
        "level": "nivel, dominio",
        "importance": "importancia, peso, prioridad",
        "kind": "tipo, categoría, clase",
        "resource": "curso, recurso, material de aprendizaje",
        _LEFT_OUT: "número, salario, sueldo, departamento, lugar, ciudad, fecha, año, nota, "
                   "comentario, empresa",
    },
}  # fmt: skip
"""Language → field → the names of its columns, in the singular."""

_FILLER = re.compile(
    r"key|main|core|required|requires|needed|necessary|names?|list|of|the|an?|for|per|this|our|all|"
    r"relevant|technical|soft|hard|digital|professional|typical|expected|minimum|min|primary|top|"
    r"label|en|de|fr|es|requise?s?|requerid[ao]s|erforderliche|benötigte|notwendige|wichtige|du|"
    r"des|les|la|el|las|los|der|die|das"
)
_PLURALS = (
    ("ies", "y"),
    ("se", ""),
    ("sses", "ss"),
    ("s", ""),
    ("se", ""),
    ("en", ""),
    ("n", ""),
    ("es", ""),
    ("e", ""),
)


def plain_name(text: str) -> str:
    r"""Return the form in which two spellings of a column's name are equal.

    >>> plain_name(" Required\nLevel (1–5)*"), plain_name("Skill / Role")
    ('required level', 'skill')
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text)
    text = re.split(r"\s*[/\\|×→↓]\s*|\s+vs\.?\s+|\s+x\s+", text.strip())[0]
    return " ".join(re.sub(r"[^\w'&-]+", " ", text.replace("_", " ").replace("&", "and")).split())


_KNOWN: dict[str, dict[str, str]] = {}  # name → language → field
for _language, _fields in NAMES.items():
    for _field, _names in _fields.items():
        for _name in _names.split(","):
            _KNOWN.setdefault(plain_name(_name), {}).setdefault(_language, _field)


def _lookup(name: str) -> dict[str, str]:
    """Return language → field of a name, in the singular or a plural; empty if unknown."""
    if name in _KNOWN:
        return _KNOWN[name]
    for plural, singular in _PLURALS:
        one = name.removesuffix(plural) + singular
        if name.endswith(plural) and one in _KNOWN:
            return _KNOWN[one]
    return {}


def field_of(name: str) -> dict[str, str]:
    """Return what a column of this name holds: language → one of ``FIELDS``; empty if unknown.

    >>> field_of("Key Skills Required"), field_of("Competencies")
    ({'en': 'skill'}, {'en': 'skill'})
    """
    plain = plain_name(name)
    if fields := _lookup(plain):
        return fields
    words = [word for word in plain.split() if not _FILLER.fullmatch(word)]
    return _lookup(" ".join(words)) if words else {}


@dataclass(frozen=True)
class Header:
    """The row that names a table's columns.

    ``fields`` maps the positions of columns (from 0) to one of ``FIELDS``; ``left_out`` are the
    positions of those whose names say that they hold something else; ``language`` is the one that
    the names are in.
    """

    row: int
    names: tuple[str, ...]
    fields: Mapping[int, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    language: str = "en"

    def columns(self, *fields: str) -> list[int]:
        """Return the positions of the columns that hold one of some fields."""
        return [at for at, name in self.fields.items() if name in fields]


def read_header(row: int, names: Sequence[str], wanted: Mapping[str, str] | None = None) -> Header:
    """Return by its names what each column holds.

    Args:
        row: where the header stands, from 0.
        names: the cells of the header.
        wanted: field → the column that is to be taken for it, as ``parse_columns`` returns it.
    """
    known = [field_of(name) if name else {} for name in names]
    languages = Counter(language for fields in known for language in fields)
    language = max(NAMES, key=lambda each: languages[each])  # the first, English, of equals
    fields: dict[int, str] = {}
    for position, choices in enumerate(known):
        if choices:
            fields[position] = choices.get(language) or next(iter(choices.values()))
    for name, column in (wanted or {}).items():
        if (place := _position(column, names)) is not None:
            fields = {at: taken for at, taken in fields.items() if taken != name}
            fields[place] = name
    left_out = frozenset(at for at, name in fields.items() if name == _LEFT_OUT)
    kept = {at: name for at, name in sorted(fields.items()) if at not in left_out}
    return Header(row, tuple(names), kept, left_out, language)


def names_all(names: Sequence[str], wanted: Mapping[str, str]) -> bool:
    """Whether a header holds all columns that were asked for."""
    return all(_position(column, names) is not None for column in wanted.values())


def _position(column: str, names: Sequence[str]) -> int | None:
    """Return where a column stands that is named as in the table, or by a spreadsheet's letter."""
    plain = [plain_name(name) for name in names]
    exact = [name.strip().casefold() for name in names]
    if column.strip().casefold() in exact:
        return exact.index(column.strip().casefold())
    if plain_name(column) in plain:
        return plain.index(plain_name(column))
    if re.fullmatch(r"[A-Z]{1,2}", column.strip()):
        place = 0
        for letter in column.strip():
            place = 26 * place + ord(letter) - ord("A") + 1
        return place - 1 if place <= len(names) else None
    return None


def column_letter(position: int) -> str:
    """Return the letters by which a spreadsheet knows a column.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def parse_columns(text: str) -> dict[str, str]:
    """Read which column holds what, as it is said on the command line.

    >>> parse_columns("role=Title,skill=Competence")
    {'role': 'Title', 'skill': 'Competence'}

    Raises:
        UsageError: it is not a list of FIELD=NAME, or there is no such field.
    """
    wanted: dict[str, str] = {}
    for part in re.split(r",(?=\s*[\w-]+\s*=)", text):
        name, equals, column = part.partition("=")
        name = name.strip().lower().replace("_", "-").replace(" ", "-")
        if not equals or not column.strip():
            raise UsageError(
                f"--columns says “{part.strip()}” where it should say what is in which column, "
                "as in role=Title,skill=Competence."
            )
        if name not in FIELDS:
            raise UsageError(
                f"“{name}” is nothing that a column can hold; choose of {', '.join(FIELDS)}."
            )
        wanted[name] = column.strip()
    return wanted
