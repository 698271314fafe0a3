"""careergraph: what would it take to get from this job to that one?

>>> from careergraph import compare_roles, open_graph, project
>>> network = project(open_graph("core"))
>>> comparison = compare_roles(network, "ML engineer", "AI architect")
>>> sorted(item.label for item in comparison.shared if item.kind == "tool")
['AWS', 'Google Cloud']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from careergraph.network.answers import Shown

if TYPE_CHECKING:
    from careergraph.analysis.answering import Asked as Asked
    from careergraph.analysis.answering import Listing as Listing
    from careergraph.analysis.answering import Row as Row
    from careergraph.analysis.answering import ask as ask
    from careergraph.analysis.comparison import Comparison as Comparison
    from careergraph.analysis.comparison import Item as Item
    from careergraph.analysis.comparison import Near as Near
    from careergraph.analysis.comparison import Overlap as Overlap
    from careergraph.analysis.comparison import compare_roles as compare_roles
    from careergraph.analysis.learning.fit import RoleFit as RoleFit
    from careergraph.analysis.learning.fit import RoleFits as RoleFits
    from careergraph.analysis.learning.fit import fit_roles as fit_roles
    from careergraph.analysis.learning.next_skill import NextSkill as NextSkill
    from careergraph.analysis.learning.next_skill import NextSkills as NextSkills
    from careergraph.analysis.learning.next_skill import next_skills as next_skills
    from careergraph.analysis.learning.path import Circle as Circle
    from careergraph.analysis.learning.path import Fold as Fold
    from careergraph.analysis.learning.path import KnownThing as KnownThing
    from careergraph.analysis.learning.path import LearningPath as LearningPath
    from careergraph.analysis.learning.path import Missing as Missing
    from careergraph.analysis.learning.path import Stage as Stage
    from careergraph.analysis.learning.path import Step as Step
    from careergraph.analysis.learning.path import learning_path as learning_path
    from careergraph.analysis.learning.qualifications import NotLearnable as NotLearnable
    from careergraph.analysis.learning.routes import Hop as Hop
    from careergraph.analysis.learning.routes import Route as Route
    from careergraph.analysis.matrix import RoleMatrix as RoleMatrix
    from careergraph.analysis.matrix import ThingMatrix as ThingMatrix
    from careergraph.analysis.matrix import role_matrix as role_matrix
    from careergraph.analysis.matrix import thing_matrix as thing_matrix
    from careergraph.analysis.role_map.communities import Bridge as Bridge
    from careergraph.analysis.role_map.communities import Community as Community
    from careergraph.analysis.role_map.communities import Distinction as Distinction
    from careergraph.analysis.role_map.communities import Place as Place
    from careergraph.analysis.role_map.communities import RoleMap as RoleMap
    from careergraph.analysis.role_map.communities import role_map as role_map
    from careergraph.analysis.similarity.direction import Sign as Sign
    from careergraph.analysis.similarity.explanation import Part as Part
    from careergraph.analysis.similarity.explanation import Reason as Reason
    from careergraph.analysis.similarity.related import Rank as Rank
    from careergraph.analysis.similarity.related import Related as Related
    from careergraph.analysis.similarity.related import RelatedRole as RelatedRole
    from careergraph.analysis.similarity.related import related_roles as related_roles
    from careergraph.errors import AmbiguousError as AmbiguousError
    from careergraph.errors import CareerGraphError as CareerGraphError
    from careergraph.errors import FormatError as FormatError
    from careergraph.errors import NoAnswerError as NoAnswerError
    from careergraph.errors import NotFoundError as NotFoundError
    from careergraph.errors import QueryError as QueryError
    from careergraph.errors import QueryLimitError as QueryLimitError
    from careergraph.errors import SourceError as SourceError
    from careergraph.errors import UsageError as UsageError
    from careergraph.export.files import export_comparison as export_comparison
    from careergraph.export.files import export_graph as export_graph
    from careergraph.export.files import export_map as export_map
    from careergraph.export.files import export_template as export_template
    from careergraph.export.path_files import path_to_csv as path_to_csv
    from careergraph.export.path_files import path_to_icalendar as path_to_icalendar
    from careergraph.export.path_files import path_to_markdown as path_to_markdown
    from careergraph.export.path_files import path_to_turtle as path_to_turtle
    from careergraph.export.report import comparison_report as comparison_report
    from careergraph.export.report import path_report as path_report
    from careergraph.loading.cleaning import SetAside as SetAside
    from careergraph.loading.load import LoadedSource as LoadedSource
    from careergraph.loading.load import LoadReport as LoadReport
    from careergraph.loading.load import load as load
    from careergraph.loading.opening import open_graph as open_graph
    from careergraph.loading.preview import preview as preview
    from careergraph.loading.validation import Result as Result
    from careergraph.loading.validation import ValidationReport as ValidationReport
    from careergraph.loading.validation import validate as validate
    from careergraph.network.agreement import Agreement as Agreement
    from careergraph.network.answers import Ref as Ref
    from careergraph.network.career_network import CareerNetwork as CareerNetwork
    from careergraph.network.career_network import as_simple as as_simple
    from careergraph.network.describe import Card as Card
    from careergraph.network.describe import RelationTo as RelationTo
    from careergraph.network.describe import describe as describe
    from careergraph.network.figures import Figures as Figures
    from careergraph.network.figures import Outlook as Outlook
    from careergraph.network.figures import Pay as Pay
    from careergraph.network.figures import pay_and_outlook as pay_and_outlook
    from careergraph.network.lookup import Match as Match
    from careergraph.network.lookup import find as find
    from careergraph.network.lookup import search as search
    from careergraph.network.projection import project as project
    from careergraph.network.sources import SourceInfo as SourceInfo
    from careergraph.network.sources import list_sources as list_sources
    from careergraph.reading.linking import Link as Link
    from careergraph.reading.linking import link_text as link_text
    from careergraph.reading.mentions import Found as Found
    from careergraph.reading.profile import Profile as Profile
    from careergraph.reading.profile import Unknown as Unknown
    from careergraph.reading.profile import read_profile as read_profile
    from careergraph.reading.questions import Question as Question
    from careergraph.sparql.http import serve as serve
    from careergraph.sparql.query import QueryResult as QueryResult
    from careergraph.sparql.query import run_query as run_query
    from careergraph.store.seal import StoreCheck as StoreCheck
    from careergraph.store.seal import check_store as check_store

__version__ = "0.1.0"

_HOME = {
    "Agreement": "network.agreement",
    "AmbiguousError": "errors",
    "Asked": "analysis.answering",
    "Bridge": "analysis.role_map.communities",
    "Card": "network.describe",
    "CareerGraphError": "errors",
    "CareerNetwork": "network.career_network",
    "Circle": "analysis.learning.path",
    "Community": "analysis.role_map.communities",
    "Comparison": "analysis.comparison",
    "Distinction": "analysis.role_map.communities",
    "Figures": "network.figures",
    "Fold": "analysis.learning.path",
    "FormatError": "errors",
    "Found": "reading.mentions",
    "Hop": "analysis.learning.routes",
    "Item": "analysis.comparison",
    "KnownThing": "analysis.learning.path",
    "LearningPath": "analysis.learning.path",
    "Link": "reading.linking",
    "Listing": "analysis.answering",
    "LoadReport": "loading.load",
    "LoadedSource": "loading.load",
    "Match": "network.lookup",
    "Missing": "analysis.learning.path",
    "Near": "analysis.comparison",
    "NextSkill": "analysis.learning.next_skill",
    "NextSkills": "analysis.learning.next_skill",
    "NoAnswerError": "errors",
    "NotFoundError": "errors",
    "NotLearnable": "analysis.learning.qualifications",
    "Outlook": "network.figures",
    "Overlap": "analysis.comparison",
    "Part": "analysis.similarity.explanation",
    "Pay": "network.figures",
    "Place": "analysis.role_map.communities",
    "Profile": "reading.profile",
    "QueryError": "errors",
    "QueryLimitError": "errors",
    "QueryResult": "sparql.query",
    "Question": "reading.questions",
    "Rank": "analysis.similarity.related",
    "Reason": "analysis.similarity.explanation",
    "Ref": "network.answers",
    "Related": "analysis.similarity.related",
    "RelatedRole": "analysis.similarity.related",
    "RelationTo": "network.describe",
    "Result": "loading.validation",
    "RoleFit": "analysis.learning.fit",
    "RoleFits": "analysis.learning.fit",
    "RoleMap": "analysis.role_map.communities",
    "RoleMatrix": "analysis.matrix",
    "Route": "analysis.learning.routes",
    "Row": "analysis.answering",
    "SetAside": "loading.cleaning",
    "Sign": "analysis.similarity.direction",
    "SourceError": "errors",
    "SourceInfo": "network.sources",
    "Stage": "analysis.learning.path",
    "Step": "analysis.learning.path",
    "StoreCheck": "store.seal",
    "ThingMatrix": "analysis.matrix",
    "Unknown": "reading.profile",
    "UsageError": "errors",
    "ValidationReport": "loading.validation",
    "as_simple": "network.career_network",
    "ask": "analysis.answering",
    "check_store": "store.seal",
    "compare_roles": "analysis.comparison",
    "comparison_report": "export.report",
    "describe": "network.describe",
    "export_comparison": "export.files",
    "export_graph": "export.files",
    "export_map": "export.files",
    "export_template": "export.files",
    "find": "network.lookup",
    "fit_roles": "analysis.learning.fit",
    "learning_path": "analysis.learning.path",
    "link_text": "reading.linking",
    "list_sources": "network.sources",
    "load": "loading.load",
    "next_skills": "analysis.learning.next_skill",
    "open_graph": "loading.opening",
    "path_report": "export.report",
    "path_to_csv": "export.path_files",
    "path_to_icalendar": "export.path_files",
    "path_to_markdown": "export.path_files",
    "path_to_turtle": "export.path_files",
    "pay_and_outlook": "network.figures",
    "preview": "loading.preview",
    "project": "network.projection",
    "read_profile": "reading.profile",
    "related_roles": "analysis.similarity.related",
    "role_map": "analysis.role_map.communities",
    "role_matrix": "analysis.matrix",
    "run_query": "sparql.query",
    "search": "network.lookup",
    "serve": "sparql.http",
    "thing_matrix": "analysis.matrix",
    "validate": "loading.validation",
}

__all__ = tuple(_HOME)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that one command pays for one module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _picture(answer: Any) -> str:
    from careergraph.export.notebook import picture

    return picture(answer)


Shown.picture = staticmethod(_picture)
