"""Where a query goes wrong, and how: as a person would point at it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.loading.bundled import bundled_folder
from careergraph.sparql.diagnose import KEYWORDS, find_mistake, line_and_column
from careergraph.sparql.worker import explain_syntax, parse, read_beginning
from careergraph.vocabulary import PREFIXES

MISTAKES = [  # «» stand around what is pointed at
    ("SELECT ?x WHERE {\n  ?x a cg:Role .«»\n", "“}” is missing, for the “{” in line 1, column 17"),
    ("SELECT ?x {\n  OPTIONAL { ?x a ?y\n}«»\n\n", "“}” is missing, for the “{” in line 1"),
    ("SELECT ?x { ?x a cg:Role } «}»", "“}” closes nothing"),
    ("SELECT ?x { ?x a cg:Role «)» }", "“)” closes nothing"),
    ("SELECT ?x {\n  ?x a cg:Role\n  «?x» cg:usesTool ?t }", "“.” or “;” is missing before “?x”"),
    ("SELECT ?x { ?x a cg:Role .«.» }", "“.” does not belong here"),
    ("«SELCT» ?x { ?x a cg:Role }", "did you mean SELECT?"),
    ("SELECT ?x «WHER» { ?x a cg:Role }", "did you mean WHERE?"),
    ("SELECT ?x { ?x a ?y . «OPTINAL» { ?x ?y ?z } }", "did you mean OPTIONAL?"),
    ("SELECT ?x { ?x a ?y . «FILTR»(?x > 1) }", "did you mean FILTER?"),
    ("SELECT ?x { { ?x a ?y } «UNOIN» { ?x ?y ?z } }", "did you mean UNION?"),
    ("SELECT ?x { ?x a ?y } «ODER» BY ?x", "did you mean ORDER?"),
    ("SELECT ?x { FILTER NOT «EXIST» { ?x a ?y } }", "did you mean EXISTS?"),
    ("SELECT ?x { ?x a ?y FILTER(«LCASSE»(?y) = 'a') }", "did you mean LCASE?"),
    ("SELECT ?x { ?x a ?y } ORDER «?x»", "“BY” is missing before “?x”"),
    ("SELECT ?x { ?x a ?y } LIMIT «ten»", "“ten” is neither a keyword that fits here nor"),
    ("SELECT ?x { ?x a ?y } LIMIT«»", "something is missing after this"),
    ("SELECT ?x {\n  ?x «foo:bar» ?y }", "the prefix foo: is not declared"),
    ("SELECT ?x { ?x a «Role» }", "nor a name with a prefix"),
    ("PREFIX «ex» <http://example.org/> ASK {}", "“:” is missing after “ex”"),
    ("PREFIX ex: «http:»//example.org/ ASK {}", "an IRI stands between “<” and “>”"),
    (
        'SELECT ?x {\n  ?x skos:prefLabel «"»Python .\n}',
        "the string that begins here is not closed",
    ),
    ("ASK { ?x ?y «'»''long\n''x }", "the string that begins here is not closed"),
    ("SELECT ?x { ?x a «<»http://example.org/Role .\n}", "the IRI that begins here is not closed"),
    ("SELECT ?x { ?x a ?y FILTER(?y > 1 «}»", "“)” is missing before “}”"),
    ("SELECT ?x { ?x a ?y FILTER(CONTAINS(?y, 'é') «}»", "“)” is missing before “}”"),
    ("SELECT ?x { ?x a ?y FILTER(?y = «)» }", "something is missing before “)”"),
    ("SELECT ?x { ?x a ?y FILTER(?y =«=» 1) }", "“=” does not belong here"),
    ("SELECT ?x { ?x a ?y FILTER «?y» > 1 }", "“(” is missing before “?y”"),
    ("SELECT ?x { ?x cg:usesTool «}»", "something is missing before “}”"),
    ("SELECT ?x WHERE «?x» a cg:Role", "“{” is missing before “?x”"),
    ("SELECT «WHERE» { ?x a cg:Role }", "“*” is missing before “WHERE”"),
    ("SELECT ?x«,» ?y { ?x a ?y }", "“,” does not belong here"),
    ("SELECT «COUNT»(?x) { ?x a ?y }", "“(” is missing before “COUNT”"),
    ("SELECT (COUNT(?x) «?n») { ?x a ?y }", "“AS” is missing before “?n”"),
    ("SELECT ?x { ?x a ?y BIND(1 + 1«)» }", "“AS ?name” is missing before “)”"),
    ("SELECT ?x { ?x a ?y BIND(1 AS «?y») ?x ?y ?z }", "?y has a value before this"),
    ("SELECT ?x «?y» { ?x a ?y } GROUP BY ?x", "?y is neither in GROUP BY nor counted"),
    ("CONSTRUCT { ?x a ?y «WHERE» { ?x a ?y }", "“}” is missing before “WHERE”"),
    ("«hello» world", "“hello” is neither a keyword"),
    ("«»", "something is missing after this"),
]


@pytest.mark.parametrize(("marked", "what"), MISTAKES, ids=[each[0] for each in MISTAKES])
def test_a_mistake_is_told_where_it_is(marked: str, what: str) -> None:
    query = marked.replace("«", "").replace("»", "")
    told = explain_syntax(query, PREFIXES)
    assert what in str(told)
    assert told.place == line_and_column(query, marked.index("«"))
    assert f"line {told.place[0]}, column {told.place[1]}" in str(told)
    assert str(told)[-1] in ".?"
    assert str(told)[-2] not in ".?"


HARD = """PREFIX : <http://e/> BASE <http://x/>
SELECT (GROUP_CONCAT(DISTINCT ?é ; SEPARATOR=", ") AS ?all) ?y # a comment with ' and {
FROM <a> FROM NAMED <b> WHERE {
  ?é :label "💥\\"é"@en-GB , "1"^^xsd:integer , '''it's''' ; ^:p.q/!(a|^cg:b)*/<r>? [ a :T ] .
  FILTER(?y <= 3 && 2 >= ?y || !BOUND(?z) && ?y NOT IN (1, -2.5e3) && REGEX(?z, "a\\\\.", "i"))
  { SELECT ?y { VALUES (?y ?z) { (UNDEF 1) ("a" true) } } } MINUS { ?a<b>?c } BIND(?y<?z AS ?less)
} GROUP BY ?y HAVING(COUNT(*) > 1) ORDER BY DESC(?y) ?all LIMIT 3 OFFSET 2"""
VALID = [file.read_text("utf-8") for file in sorted((bundled_folder() / "queries").glob("*.rq"))]


@pytest.mark.parametrize("query", [HARD, *VALID])
def test_all_that_a_valid_query_begins_with_may_go_on(query: str) -> None:
    parse(query, PREFIXES)
    beginnings: list[str] = []

    def read(text: str) -> tuple[bool, list[str]]:
        beginnings.append(text)
        return read_beginning(text, PREFIXES)

    offset, _ = find_mistake(f"{query}\n~", read)
    assert offset == len(query) + 1
    for text in beginnings:
        assert text.endswith("~") or read_beginning(text, PREFIXES)[0], text


@pytest.mark.parametrize("keyword", [each for each in KEYWORDS if f"{each} " in HARD])
def test_a_keyword_with_a_letter_too_many_is_pointed_at(keyword: str) -> None:
    place = HARD.index(f"{keyword} ")
    wrong = HARD[: place + 1] + HARD[place:]
    told = explain_syntax(wrong, PREFIXES)
    assert told.place == line_and_column(wrong, place)
    assert f"did you mean {keyword}?" in str(told)


@given(query=st.text("SELECT{}()?x .;'\"<:>\\\r\n#é💥", max_size=60))
def test_any_text_has_a_place(query: str) -> None:
    offset, what = find_mistake(query, lambda text: read_beginning(text, {}))
    assert 0 <= offset <= len(query)
    assert what
