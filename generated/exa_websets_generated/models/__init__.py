"""The models of the API, each imported when it is first used, and UNSET, which stands for an absent field."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..types import UNSET as UNSET
    from ..types import Unset as Unset
    from .article_entity import ArticleEntity
    from .article_item_properties import ArticleItemProperties
    from .company import Company
    from .company_entity import CompanyEntity
    from .company_financials import CompanyFinancials
    from .company_headquarters import CompanyHeadquarters
    from .company_item_properties import CompanyItemProperties
    from .company_web_traffic import CompanyWebTraffic
    from .create_enrichment_parameters import CreateEnrichmentParameters
    from .create_webset_parameters import CreateWebsetParameters
    from .criterion import Criterion
    from .criterion_input import CriterionInput
    from .custom_entity import CustomEntity
    from .custom_item_properties import CustomItemProperties
    from .employer import Employer
    from .enrichment_format import EnrichmentFormat
    from .enrichment_option import EnrichmentOption
    from .enrichment_option_input import EnrichmentOptionInput
    from .enrichment_result import EnrichmentResult
    from .enrichment_status import EnrichmentStatus
    from .error import Error
    from .exclude_source import ExcludeSource
    from .exclude_source_input import ExcludeSourceInput
    from .funding_round import FundingRound
    from .import_ import Import
    from .import_failed_reason import ImportFailedReason
    from .import_format import ImportFormat
    from .import_source_input import ImportSourceInput
    from .import_status import ImportStatus
    from .item_evaluation import ItemEvaluation
    from .item_source import ItemSource
    from .list_websets_response import ListWebsetsResponse
    from .metadata import Metadata
    from .metadata_input import MetadataInput
    from .monitor import Monitor
    from .monitor_cadence import MonitorCadence
    from .monitor_criterion import MonitorCriterion
    from .monitor_run import MonitorRun
    from .monitor_run_status import MonitorRunStatus
    from .monitor_run_type import MonitorRunType
    from .monitor_search_behavior import MonitorSearchBehavior
    from .monitor_search_config import MonitorSearchConfig
    from .monitor_status import MonitorStatus
    from .person import Person
    from .person_entity import PersonEntity
    from .person_item_properties import PersonItemProperties
    from .publication import Publication
    from .recall_bounds import RecallBounds
    from .recall_confidence import RecallConfidence
    from .recall_expected import RecallExpected
    from .reference import Reference
    from .research_paper_entity import ResearchPaperEntity
    from .research_paper_item_properties import ResearchPaperItemProperties
    from .scope_relationship import ScopeRelationship
    from .scope_relationship_input import ScopeRelationshipInput
    from .scope_source import ScopeSource
    from .scope_source_input import ScopeSourceInput
    from .search_behavior import SearchBehavior
    from .search_canceled_reason import SearchCanceledReason
    from .search_progress import SearchProgress
    from .search_recall import SearchRecall
    from .source import Source
    from .unknown_entity import UnknownEntity
    from .unknown_item_properties import UnknownItemProperties
    from .unknown_monitor_behavior import UnknownMonitorBehavior
    from .verdict import Verdict
    from .webset import Webset
    from .webset_enrichment import WebsetEnrichment
    from .webset_expand import WebsetExpand
    from .webset_item import WebsetItem
    from .webset_search import WebsetSearch
    from .webset_search_input import WebsetSearchInput
    from .webset_search_status import WebsetSearchStatus
    from .webset_status import WebsetStatus

_MODULES = {
    "UNSET": "..types",
    "Unset": "..types",
    "ArticleEntity": ".article_entity",
    "ArticleItemProperties": ".article_item_properties",
    "Company": ".company",
    "CompanyEntity": ".company_entity",
    "CompanyFinancials": ".company_financials",
    "CompanyHeadquarters": ".company_headquarters",
    "CompanyItemProperties": ".company_item_properties",
    "CompanyWebTraffic": ".company_web_traffic",
    "CreateEnrichmentParameters": ".create_enrichment_parameters",
    "CreateWebsetParameters": ".create_webset_parameters",
    "Criterion": ".criterion",
    "CriterionInput": ".criterion_input",
    "CustomEntity": ".custom_entity",
    "CustomItemProperties": ".custom_item_properties",
    "Employer": ".employer",
    "EnrichmentFormat": ".enrichment_format",
    "EnrichmentOption": ".enrichment_option",
    "EnrichmentOptionInput": ".enrichment_option_input",
    "EnrichmentResult": ".enrichment_result",
    "EnrichmentStatus": ".enrichment_status",
    "Error": ".error",
    "ExcludeSource": ".exclude_source",
    "ExcludeSourceInput": ".exclude_source_input",
    "FundingRound": ".funding_round",
    "Import": ".import_",
    "ImportFailedReason": ".import_failed_reason",
    "ImportFormat": ".import_format",
    "ImportSourceInput": ".import_source_input",
    "ImportStatus": ".import_status",
    "ItemEvaluation": ".item_evaluation",
    "ItemSource": ".item_source",
    "ListWebsetsResponse": ".list_websets_response",
    "Metadata": ".metadata",
    "MetadataInput": ".metadata_input",
    "Monitor": ".monitor",
    "MonitorCadence": ".monitor_cadence",
    "MonitorCriterion": ".monitor_criterion",
    "MonitorRun": ".monitor_run",
    "MonitorRunStatus": ".monitor_run_status",
    "MonitorRunType": ".monitor_run_type",
    "MonitorSearchBehavior": ".monitor_search_behavior",
    "MonitorSearchConfig": ".monitor_search_config",
    "MonitorStatus": ".monitor_status",
    "Person": ".person",
    "PersonEntity": ".person_entity",
    "PersonItemProperties": ".person_item_properties",
    "Publication": ".publication",
    "RecallBounds": ".recall_bounds",
    "RecallConfidence": ".recall_confidence",
    "RecallExpected": ".recall_expected",
    "Reference": ".reference",
    "ResearchPaperEntity": ".research_paper_entity",
    "ResearchPaperItemProperties": ".research_paper_item_properties",
    "ScopeRelationship": ".scope_relationship",
    "ScopeRelationshipInput": ".scope_relationship_input",
    "ScopeSource": ".scope_source",
    "ScopeSourceInput": ".scope_source_input",
    "SearchBehavior": ".search_behavior",
    "SearchCanceledReason": ".search_canceled_reason",
    "SearchProgress": ".search_progress",
    "SearchRecall": ".search_recall",
    "Source": ".source",
    "UnknownEntity": ".unknown_entity",
    "UnknownItemProperties": ".unknown_item_properties",
    "UnknownMonitorBehavior": ".unknown_monitor_behavior",
    "Verdict": ".verdict",
    "Webset": ".webset",
    "WebsetEnrichment": ".webset_enrichment",
    "WebsetExpand": ".webset_expand",
    "WebsetItem": ".webset_item",
    "WebsetSearch": ".webset_search",
    "WebsetSearchInput": ".webset_search_input",
    "WebsetSearchStatus": ".webset_search_status",
    "WebsetStatus": ".webset_status",
}

__all__ = (
    "UNSET",
    "Unset",
    "ArticleEntity",
    "ArticleItemProperties",
    "Company",
    "CompanyEntity",
    "CompanyFinancials",
    "CompanyHeadquarters",
    "CompanyItemProperties",
    "CompanyWebTraffic",
    "CreateEnrichmentParameters",
    "CreateWebsetParameters",
    "Criterion",
    "CriterionInput",
    "CustomEntity",
    "CustomItemProperties",
    "Employer",
    "EnrichmentFormat",
    "EnrichmentOption",
    "EnrichmentOptionInput",
    "EnrichmentResult",
    "EnrichmentStatus",
    "Error",
    "ExcludeSource",
    "ExcludeSourceInput",
    "FundingRound",
    "Import",
    "ImportFailedReason",
    "ImportFormat",
    "ImportSourceInput",
    "ImportStatus",
    "ItemEvaluation",
    "ItemSource",
    "ListWebsetsResponse",
    "Metadata",
    "MetadataInput",
    "Monitor",
    "MonitorCadence",
    "MonitorCriterion",
    "MonitorRun",
    "MonitorRunStatus",
    "MonitorRunType",
    "MonitorSearchBehavior",
    "MonitorSearchConfig",
    "MonitorStatus",
    "Person",
    "PersonEntity",
    "PersonItemProperties",
    "Publication",
    "RecallBounds",
    "RecallConfidence",
    "RecallExpected",
    "Reference",
    "ResearchPaperEntity",
    "ResearchPaperItemProperties",
    "ScopeRelationship",
    "ScopeRelationshipInput",
    "ScopeSource",
    "ScopeSourceInput",
    "SearchBehavior",
    "SearchCanceledReason",
    "SearchProgress",
    "SearchRecall",
    "Source",
    "UnknownEntity",
    "UnknownItemProperties",
    "UnknownMonitorBehavior",
    "Verdict",
    "Webset",
    "WebsetEnrichment",
    "WebsetExpand",
    "WebsetItem",
    "WebsetSearch",
    "WebsetSearchInput",
    "WebsetSearchStatus",
    "WebsetStatus",
)


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(module, __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
