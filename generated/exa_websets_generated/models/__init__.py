"""The models of the API, imported on first use, and UNSET, the value of absent fields."""

import functools
import importlib
import operator
from typing import TYPE_CHECKING, TypeAlias

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
    from .create_import_parameters import CreateImportParameters
    from .create_import_response import CreateImportResponse
    from .create_monitor_parameters import CreateMonitorParameters
    from .create_webhook_parameters import CreateWebhookParameters
    from .create_webset_parameters import CreateWebsetParameters
    from .create_webset_search_parameters import CreateWebsetSearchParameters
    from .criterion import Criterion
    from .criterion_input import CriterionInput
    from .csv_options_input import CsvOptionsInput
    from .custom_entity import CustomEntity
    from .custom_entity_input import CustomEntityInput
    from .custom_item_properties import CustomItemProperties
    from .education_history_entry import EducationHistoryEntry
    from .employer import Employer
    from .enrichment_format import EnrichmentFormat
    from .enrichment_option import EnrichmentOption
    from .enrichment_option_input import EnrichmentOptionInput
    from .enrichment_result import EnrichmentResult
    from .enrichment_status import EnrichmentStatus
    from .error import Error
    from .event_type import EventType
    from .exclude_source import ExcludeSource
    from .exclude_source_input import ExcludeSourceInput
    from .funding_round import FundingRound
    from .history_dates import HistoryDates
    from .history_organization import HistoryOrganization
    from .import_ import Import
    from .import_completed_event import ImportCompletedEvent
    from .import_created_event import ImportCreatedEvent
    from .import_failed_reason import ImportFailedReason
    from .import_format import ImportFormat
    from .import_source_input import ImportSourceInput
    from .import_status import ImportStatus
    from .import_upload import ImportUpload
    from .item_evaluation import ItemEvaluation
    from .item_source import ItemSource
    from .list_events_response import ListEventsResponse
    from .list_imports_response import ListImportsResponse
    from .list_monitor_runs_response import ListMonitorRunsResponse
    from .list_monitors_response import ListMonitorsResponse
    from .list_webhook_attempts_response import ListWebhookAttemptsResponse
    from .list_webhooks_response import ListWebhooksResponse
    from .list_webset_item_response import ListWebsetItemResponse
    from .list_websets_response import ListWebsetsResponse
    from .metadata import Metadata
    from .metadata_input import MetadataInput
    from .monitor import Monitor
    from .monitor_behavior_input import MonitorBehaviorInput
    from .monitor_cadence import MonitorCadence
    from .monitor_cadence_input import MonitorCadenceInput
    from .monitor_created_event import MonitorCreatedEvent
    from .monitor_criterion import MonitorCriterion
    from .monitor_criterion_input import MonitorCriterionInput
    from .monitor_deleted_event import MonitorDeletedEvent
    from .monitor_run import MonitorRun
    from .monitor_run_completed_event import MonitorRunCompletedEvent
    from .monitor_run_created_event import MonitorRunCreatedEvent
    from .monitor_run_status import MonitorRunStatus
    from .monitor_run_type import MonitorRunType
    from .monitor_search_behavior import MonitorSearchBehavior
    from .monitor_search_config import MonitorSearchConfig
    from .monitor_search_config_input import MonitorSearchConfigInput
    from .monitor_status import MonitorStatus
    from .monitor_updated_event import MonitorUpdatedEvent
    from .person import Person
    from .person_entity import PersonEntity
    from .person_item_properties import PersonItemProperties
    from .preview_criterion import PreviewCriterion
    from .preview_enrichment import PreviewEnrichment
    from .preview_search import PreviewSearch
    from .preview_search_input import PreviewSearchInput
    from .preview_webset_parameters import PreviewWebsetParameters
    from .preview_webset_response import PreviewWebsetResponse
    from .priority import Priority
    from .publication import Publication
    from .recall_bounds import RecallBounds
    from .recall_confidence import RecallConfidence
    from .recall_expected import RecallExpected
    from .reference import Reference
    from .research_paper_entity import ResearchPaperEntity
    from .research_paper_item_properties import ResearchPaperItemProperties
    from .response_headers import ResponseHeaders
    from .scope_relationship import ScopeRelationship
    from .scope_relationship_input import ScopeRelationshipInput
    from .scope_source import ScopeSource
    from .scope_source_input import ScopeSourceInput
    from .search_behavior import SearchBehavior
    from .search_canceled_reason import SearchCanceledReason
    from .search_progress import SearchProgress
    from .search_recall import SearchRecall
    from .source import Source
    from .team_concurrency import TeamConcurrency
    from .team_limits import TeamLimits
    from .unbounded_metadata_input import UnboundedMetadataInput
    from .unknown_entity import UnknownEntity
    from .unknown_event import UnknownEvent
    from .unknown_item_properties import UnknownItemProperties
    from .unknown_monitor_behavior import UnknownMonitorBehavior
    from .update_enrichment_parameters import UpdateEnrichmentParameters
    from .update_import import UpdateImport
    from .update_monitor import UpdateMonitor
    from .update_webhook_parameters import UpdateWebhookParameters
    from .update_webset_request import UpdateWebsetRequest
    from .verdict import Verdict
    from .webhook import Webhook
    from .webhook_attempt import WebhookAttempt
    from .webhook_status import WebhookStatus
    from .webset import Webset
    from .webset_created_event import WebsetCreatedEvent
    from .webset_deleted_event import WebsetDeletedEvent
    from .webset_enrichment import WebsetEnrichment
    from .webset_expand import WebsetExpand
    from .webset_idle_event import WebsetIdleEvent
    from .webset_item import WebsetItem
    from .webset_item_created_event import WebsetItemCreatedEvent
    from .webset_item_enriched_event import WebsetItemEnrichedEvent
    from .webset_item_preview import WebsetItemPreview
    from .webset_paused_event import WebsetPausedEvent
    from .webset_search import WebsetSearch
    from .webset_search_canceled_event import WebsetSearchCanceledEvent
    from .webset_search_completed_event import WebsetSearchCompletedEvent
    from .webset_search_created_event import WebsetSearchCreatedEvent
    from .webset_search_input import WebsetSearchInput
    from .webset_search_status import WebsetSearchStatus
    from .webset_search_updated_event import WebsetSearchUpdatedEvent
    from .webset_status import WebsetStatus
    from .websets_team_info import WebsetsTeamInfo
    from .work_history_entry import WorkHistoryEntry

    KnownEntity: TypeAlias = CompanyEntity | PersonEntity | ArticleEntity | ResearchPaperEntity | CustomEntity
    Entity: TypeAlias = KnownEntity | UnknownEntity
    EntityInput: TypeAlias = CompanyEntity | PersonEntity | ArticleEntity | ResearchPaperEntity | CustomEntityInput
    KnownEvent: TypeAlias = (
        WebsetCreatedEvent
        | WebsetDeletedEvent
        | WebsetPausedEvent
        | WebsetIdleEvent
        | WebsetSearchCreatedEvent
        | WebsetSearchUpdatedEvent
        | WebsetSearchCanceledEvent
        | WebsetSearchCompletedEvent
        | WebsetItemCreatedEvent
        | WebsetItemEnrichedEvent
        | ImportCreatedEvent
        | ImportCompletedEvent
        | MonitorCreatedEvent
        | MonitorUpdatedEvent
        | MonitorDeletedEvent
        | MonitorRunCreatedEvent
        | MonitorRunCompletedEvent
    )
    Event: TypeAlias = KnownEvent | UnknownEvent
    KnownItemProperties: TypeAlias = (
        CompanyItemProperties
        | PersonItemProperties
        | ArticleItemProperties
        | ResearchPaperItemProperties
        | CustomItemProperties
    )
    ItemProperties: TypeAlias = KnownItemProperties | UnknownItemProperties
    MonitorBehavior: TypeAlias = MonitorSearchBehavior | UnknownMonitorBehavior

MODULES = {
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
    "CreateImportParameters": ".create_import_parameters",
    "CreateImportResponse": ".create_import_response",
    "CreateMonitorParameters": ".create_monitor_parameters",
    "CreateWebhookParameters": ".create_webhook_parameters",
    "CreateWebsetParameters": ".create_webset_parameters",
    "CreateWebsetSearchParameters": ".create_webset_search_parameters",
    "Criterion": ".criterion",
    "CriterionInput": ".criterion_input",
    "CsvOptionsInput": ".csv_options_input",
    "CustomEntity": ".custom_entity",
    "CustomEntityInput": ".custom_entity_input",
    "CustomItemProperties": ".custom_item_properties",
    "EducationHistoryEntry": ".education_history_entry",
    "Employer": ".employer",
    "EnrichmentFormat": ".enrichment_format",
    "EnrichmentOption": ".enrichment_option",
    "EnrichmentOptionInput": ".enrichment_option_input",
    "EnrichmentResult": ".enrichment_result",
    "EnrichmentStatus": ".enrichment_status",
    "Error": ".error",
    "EventType": ".event_type",
    "ExcludeSource": ".exclude_source",
    "ExcludeSourceInput": ".exclude_source_input",
    "FundingRound": ".funding_round",
    "HistoryDates": ".history_dates",
    "HistoryOrganization": ".history_organization",
    "Import": ".import_",
    "ImportCompletedEvent": ".import_completed_event",
    "ImportCreatedEvent": ".import_created_event",
    "ImportFailedReason": ".import_failed_reason",
    "ImportFormat": ".import_format",
    "ImportSourceInput": ".import_source_input",
    "ImportStatus": ".import_status",
    "ImportUpload": ".import_upload",
    "ItemEvaluation": ".item_evaluation",
    "ItemSource": ".item_source",
    "ListEventsResponse": ".list_events_response",
    "ListImportsResponse": ".list_imports_response",
    "ListMonitorRunsResponse": ".list_monitor_runs_response",
    "ListMonitorsResponse": ".list_monitors_response",
    "ListWebhookAttemptsResponse": ".list_webhook_attempts_response",
    "ListWebhooksResponse": ".list_webhooks_response",
    "ListWebsetItemResponse": ".list_webset_item_response",
    "ListWebsetsResponse": ".list_websets_response",
    "Metadata": ".metadata",
    "MetadataInput": ".metadata_input",
    "Monitor": ".monitor",
    "MonitorBehaviorInput": ".monitor_behavior_input",
    "MonitorCadence": ".monitor_cadence",
    "MonitorCadenceInput": ".monitor_cadence_input",
    "MonitorCreatedEvent": ".monitor_created_event",
    "MonitorCriterion": ".monitor_criterion",
    "MonitorCriterionInput": ".monitor_criterion_input",
    "MonitorDeletedEvent": ".monitor_deleted_event",
    "MonitorRun": ".monitor_run",
    "MonitorRunCompletedEvent": ".monitor_run_completed_event",
    "MonitorRunCreatedEvent": ".monitor_run_created_event",
    "MonitorRunStatus": ".monitor_run_status",
    "MonitorRunType": ".monitor_run_type",
    "MonitorSearchBehavior": ".monitor_search_behavior",
    "MonitorSearchConfig": ".monitor_search_config",
    "MonitorSearchConfigInput": ".monitor_search_config_input",
    "MonitorStatus": ".monitor_status",
    "MonitorUpdatedEvent": ".monitor_updated_event",
    "Person": ".person",
    "PersonEntity": ".person_entity",
    "PersonItemProperties": ".person_item_properties",
    "PreviewCriterion": ".preview_criterion",
    "PreviewEnrichment": ".preview_enrichment",
    "PreviewSearch": ".preview_search",
    "PreviewSearchInput": ".preview_search_input",
    "PreviewWebsetParameters": ".preview_webset_parameters",
    "PreviewWebsetResponse": ".preview_webset_response",
    "Priority": ".priority",
    "Publication": ".publication",
    "RecallBounds": ".recall_bounds",
    "RecallConfidence": ".recall_confidence",
    "RecallExpected": ".recall_expected",
    "Reference": ".reference",
    "ResearchPaperEntity": ".research_paper_entity",
    "ResearchPaperItemProperties": ".research_paper_item_properties",
    "ResponseHeaders": ".response_headers",
    "ScopeRelationship": ".scope_relationship",
    "ScopeRelationshipInput": ".scope_relationship_input",
    "ScopeSource": ".scope_source",
    "ScopeSourceInput": ".scope_source_input",
    "SearchBehavior": ".search_behavior",
    "SearchCanceledReason": ".search_canceled_reason",
    "SearchProgress": ".search_progress",
    "SearchRecall": ".search_recall",
    "Source": ".source",
    "TeamConcurrency": ".team_concurrency",
    "TeamLimits": ".team_limits",
    "UnboundedMetadataInput": ".unbounded_metadata_input",
    "UnknownEntity": ".unknown_entity",
    "UnknownEvent": ".unknown_event",
    "UnknownItemProperties": ".unknown_item_properties",
    "UnknownMonitorBehavior": ".unknown_monitor_behavior",
    "UpdateEnrichmentParameters": ".update_enrichment_parameters",
    "UpdateImport": ".update_import",
    "UpdateMonitor": ".update_monitor",
    "UpdateWebhookParameters": ".update_webhook_parameters",
    "UpdateWebsetRequest": ".update_webset_request",
    "Verdict": ".verdict",
    "Webhook": ".webhook",
    "WebhookAttempt": ".webhook_attempt",
    "WebhookStatus": ".webhook_status",
    "Webset": ".webset",
    "WebsetCreatedEvent": ".webset_created_event",
    "WebsetDeletedEvent": ".webset_deleted_event",
    "WebsetEnrichment": ".webset_enrichment",
    "WebsetExpand": ".webset_expand",
    "WebsetIdleEvent": ".webset_idle_event",
    "WebsetItem": ".webset_item",
    "WebsetItemCreatedEvent": ".webset_item_created_event",
    "WebsetItemEnrichedEvent": ".webset_item_enriched_event",
    "WebsetItemPreview": ".webset_item_preview",
    "WebsetPausedEvent": ".webset_paused_event",
    "WebsetSearch": ".webset_search",
    "WebsetSearchCanceledEvent": ".webset_search_canceled_event",
    "WebsetSearchCompletedEvent": ".webset_search_completed_event",
    "WebsetSearchCreatedEvent": ".webset_search_created_event",
    "WebsetSearchInput": ".webset_search_input",
    "WebsetSearchStatus": ".webset_search_status",
    "WebsetSearchUpdatedEvent": ".webset_search_updated_event",
    "WebsetStatus": ".webset_status",
    "WebsetsTeamInfo": ".websets_team_info",
    "WorkHistoryEntry": ".work_history_entry",
}
UNIONS = {
    "KnownEntity": ("CompanyEntity", "PersonEntity", "ArticleEntity", "ResearchPaperEntity", "CustomEntity"),
    "Entity": ("KnownEntity", "UnknownEntity"),
    "EntityInput": ("CompanyEntity", "PersonEntity", "ArticleEntity", "ResearchPaperEntity", "CustomEntityInput"),
    "KnownEvent": (
        "WebsetCreatedEvent",
        "WebsetDeletedEvent",
        "WebsetPausedEvent",
        "WebsetIdleEvent",
        "WebsetSearchCreatedEvent",
        "WebsetSearchUpdatedEvent",
        "WebsetSearchCanceledEvent",
        "WebsetSearchCompletedEvent",
        "WebsetItemCreatedEvent",
        "WebsetItemEnrichedEvent",
        "ImportCreatedEvent",
        "ImportCompletedEvent",
        "MonitorCreatedEvent",
        "MonitorUpdatedEvent",
        "MonitorDeletedEvent",
        "MonitorRunCreatedEvent",
        "MonitorRunCompletedEvent",
    ),
    "Event": ("KnownEvent", "UnknownEvent"),
    "KnownItemProperties": (
        "CompanyItemProperties",
        "PersonItemProperties",
        "ArticleItemProperties",
        "ResearchPaperItemProperties",
        "CustomItemProperties",
    ),
    "ItemProperties": ("KnownItemProperties", "UnknownItemProperties"),
    "MonitorBehavior": ("MonitorSearchBehavior", "UnknownMonitorBehavior"),
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
    "CreateImportParameters",
    "CreateImportResponse",
    "CreateMonitorParameters",
    "CreateWebhookParameters",
    "CreateWebsetParameters",
    "CreateWebsetSearchParameters",
    "Criterion",
    "CriterionInput",
    "CsvOptionsInput",
    "CustomEntity",
    "CustomEntityInput",
    "CustomItemProperties",
    "EducationHistoryEntry",
    "Employer",
    "EnrichmentFormat",
    "EnrichmentOption",
    "EnrichmentOptionInput",
    "EnrichmentResult",
    "EnrichmentStatus",
    "Entity",
    "EntityInput",
    "Error",
    "Event",
    "EventType",
    "ExcludeSource",
    "ExcludeSourceInput",
    "FundingRound",
    "HistoryDates",
    "HistoryOrganization",
    "Import",
    "ImportCompletedEvent",
    "ImportCreatedEvent",
    "ImportFailedReason",
    "ImportFormat",
    "ImportSourceInput",
    "ImportStatus",
    "ImportUpload",
    "ItemEvaluation",
    "ItemProperties",
    "ItemSource",
    "KnownEntity",
    "KnownEvent",
    "KnownItemProperties",
    "ListEventsResponse",
    "ListImportsResponse",
    "ListMonitorRunsResponse",
    "ListMonitorsResponse",
    "ListWebhookAttemptsResponse",
    "ListWebhooksResponse",
    "ListWebsetItemResponse",
    "ListWebsetsResponse",
    "Metadata",
    "MetadataInput",
    "Monitor",
    "MonitorBehavior",
    "MonitorBehaviorInput",
    "MonitorCadence",
    "MonitorCadenceInput",
    "MonitorCreatedEvent",
    "MonitorCriterion",
    "MonitorCriterionInput",
    "MonitorDeletedEvent",
    "MonitorRun",
    "MonitorRunCompletedEvent",
    "MonitorRunCreatedEvent",
    "MonitorRunStatus",
    "MonitorRunType",
    "MonitorSearchBehavior",
    "MonitorSearchConfig",
    "MonitorSearchConfigInput",
    "MonitorStatus",
    "MonitorUpdatedEvent",
    "Person",
    "PersonEntity",
    "PersonItemProperties",
    "PreviewCriterion",
    "PreviewEnrichment",
    "PreviewSearch",
    "PreviewSearchInput",
    "PreviewWebsetParameters",
    "PreviewWebsetResponse",
    "Priority",
    "Publication",
    "RecallBounds",
    "RecallConfidence",
    "RecallExpected",
    "Reference",
    "ResearchPaperEntity",
    "ResearchPaperItemProperties",
    "ResponseHeaders",
    "ScopeRelationship",
    "ScopeRelationshipInput",
    "ScopeSource",
    "ScopeSourceInput",
    "SearchBehavior",
    "SearchCanceledReason",
    "SearchProgress",
    "SearchRecall",
    "Source",
    "TeamConcurrency",
    "TeamLimits",
    "UnboundedMetadataInput",
    "UnknownEntity",
    "UnknownEvent",
    "UnknownItemProperties",
    "UnknownMonitorBehavior",
    "UpdateEnrichmentParameters",
    "UpdateImport",
    "UpdateMonitor",
    "UpdateWebhookParameters",
    "UpdateWebsetRequest",
    "Verdict",
    "Webhook",
    "WebhookAttempt",
    "WebhookStatus",
    "Webset",
    "WebsetCreatedEvent",
    "WebsetDeletedEvent",
    "WebsetEnrichment",
    "WebsetExpand",
    "WebsetIdleEvent",
    "WebsetItem",
    "WebsetItemCreatedEvent",
    "WebsetItemEnrichedEvent",
    "WebsetItemPreview",
    "WebsetPausedEvent",
    "WebsetSearch",
    "WebsetSearchCanceledEvent",
    "WebsetSearchCompletedEvent",
    "WebsetSearchCreatedEvent",
    "WebsetSearchInput",
    "WebsetSearchStatus",
    "WebsetSearchUpdatedEvent",
    "WebsetStatus",
    "WebsetsTeamInfo",
    "WorkHistoryEntry",
)


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in MODULES:
            value = getattr(importlib.import_module(MODULES[name], __name__), name)
        elif name in UNIONS:
            value = functools.reduce(operator.or_, [globals().get(each) or __getattr__(each) for each in UNIONS[name]])
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
