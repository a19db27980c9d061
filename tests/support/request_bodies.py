"""A body with every field for every operation that has one, as a dictionary and as a model."""

from __future__ import annotations

from typing import Any

from exa_websets import models, params
from exa_websets.models import EnrichmentFormat, EventType, SearchBehavior, Source

ID = "tea / grün"

WEBSET: params.CreateWebsetParameters = {
    "title": "Tea",
    "search": {
        "query": "makers of tea",
        "count": 3,
        "entity": {"type": "custom", "description": "tea makers"},
        "criteria": [{"description": "makes tea"}],
        "recall": True,
        "exclude": [{"source": "webset", "id": "webset_1"}],
        "scope": [{"source": "import", "id": "import_1", "relationship": {"definition": "suppliers of", "limit": 2}}],
        "maxPeoplePerCompany": 1,
    },
    "import": [{"source": "import", "id": "import_3", "evaluate": False}],
    "enrichments": [
        {"description": "Which kinds?", "format": "options", "options": [{"label": "green"}], "metadata": {"a": "b"}}
    ],
    "exclude": [{"source": "import", "id": "import_2"}],
    "externalId": ID,
    "metadata": {"team": "tea"},
}
CHANGED_WEBSET: params.UpdateWebsetRequest = {"title": "Teas", "metadata": None}
PREVIEW: params.PreviewWebsetParameters = {"search": {"query": "tea", "entity": {"type": "company"}, "count": 2}}
SEARCH: params.CreateWebsetSearchParameters = {
    "query": "makers of tea",
    "count": 3,
    "entity": {"type": "research_paper"},
    "criteria": [{"description": "makes tea"}],
    "behavior": "append",
    "recall": False,
    "exclude": [{"source": "webset", "id": "webset_1"}],
    "scope": [{"source": "webset", "id": "webset_2"}],
    "maxPeoplePerCompany": 1,
    "metadata": {"team": "tea"},
}
ENRICHMENT: params.CreateEnrichmentParameters = {
    "description": "Which kinds?",
    "format": "options",
    "options": [{"label": "green"}, {"label": "black"}],
    "metadata": {"team": "tea"},
}
CHANGED_ENRICHMENT: params.UpdateEnrichmentParameters = {
    "description": "How old?",
    "format": "number",
    "options": [{"label": "young"}],
    "metadata": None,
}
IMPORT: params.CreateImportParameters = {
    "format": "csv",
    "size": 120,
    "count": 3,
    "entity": {"type": "person"},
    "title": "Planters",
    "csv": {"identifier": 0},
    "metadata": {"team": "tea"},
}
CHANGED_IMPORT: params.UpdateImport = {"title": "Growers", "metadata": {"team": "tea"}}
MONITOR: params.CreateMonitorParameters = {
    "websetId": "webset_1",
    "cadence": {"cron": "0 9 * * 1", "timezone": "Europe/Berlin"},
    "behavior": {
        "type": "search",
        "config": {
            "count": 5,
            "query": "new makers of tea",
            "criteria": [{"description": "makes tea"}],
            "entity": {"type": "article"},
            "behavior": "override",
        },
    },
    "metadata": {"team": "tea"},
}
CHANGED_MONITOR: params.UpdateMonitor = {
    "status": "disabled",
    "cadence": {"cron": "0 9 * * *"},
    "behavior": {"type": "search", "config": {"count": 1}},
    "metadata": {"team": "tea"},
}
WEBHOOK: params.CreateWebhookParameters = {
    "events": ["webset.idle", "webset.export.created"],
    "url": "https://example.com/hook?a=1",
    "metadata": {"team": "tea"},
}
CHANGED_WEBHOOK: params.UpdateWebhookParameters = {
    "events": ["webset.deleted"],
    "url": "https://example.com/ü",
    "metadata": {},
}

TEAM = models.MetadataInput({"team": "tea"})
UNBOUNDED_TEAM = models.UnboundedMetadataInput({"team": "tea"})
CRITERION = models.CriterionInput("makes tea")

# The same body of each operation as a dictionary and as a model.
BODIES: dict[str, tuple[Any, Any]] = {
    "websets-create": (
        WEBSET,
        models.CreateWebsetParameters(
            title="Tea",
            search=models.WebsetSearchInput(
                query="makers of tea",
                count=3,
                entity=models.CustomEntityInput("tea makers"),
                criteria=[CRITERION],
                recall=True,
                exclude=[models.ExcludeSourceInput(Source.WEBSET, "webset_1")],
                scope=[
                    models.ScopeSourceInput(
                        Source.IMPORT, "import_1", models.ScopeRelationshipInput(definition="suppliers of", limit=2)
                    )
                ],
                max_people_per_company=1,
            ),
            import_=[models.ImportSourceInput(Source.IMPORT, "import_3", evaluate=False)],
            enrichments=[
                models.CreateEnrichmentParameters(
                    "Which kinds?",
                    format_=EnrichmentFormat.OPTIONS,
                    options=[models.EnrichmentOptionInput("green")],
                    metadata=models.MetadataInput({"a": "b"}),
                )
            ],
            exclude=[models.ExcludeSourceInput(Source.IMPORT, "import_2")],
            external_id=ID,
            metadata=TEAM,
        ),
    ),
    "websets-update": (CHANGED_WEBSET, models.UpdateWebsetRequest(title="Teas", metadata=None)),
    "websets-preview": (
        PREVIEW,
        models.PreviewWebsetParameters(models.PreviewSearchInput("tea", entity=models.CompanyEntity(), count=2)),
    ),
    "websets-searches-create": (
        SEARCH,
        models.CreateWebsetSearchParameters(
            query="makers of tea",
            count=3,
            entity=models.ResearchPaperEntity(),
            criteria=[CRITERION],
            behavior=SearchBehavior.APPEND,
            recall=False,
            exclude=[models.ExcludeSourceInput(Source.WEBSET, "webset_1")],
            scope=[models.ScopeSourceInput(Source.WEBSET, "webset_2")],
            max_people_per_company=1,
            metadata=TEAM,
        ),
    ),
    "websets-enrichments-create": (
        ENRICHMENT,
        models.CreateEnrichmentParameters(
            "Which kinds?",
            format_=EnrichmentFormat.OPTIONS,
            options=[models.EnrichmentOptionInput("green"), models.EnrichmentOptionInput("black")],
            metadata=TEAM,
        ),
    ),
    "websets-enrichments-update": (
        CHANGED_ENRICHMENT,
        models.UpdateEnrichmentParameters(
            description="How old?",
            format_=EnrichmentFormat.NUMBER,
            options=[models.EnrichmentOptionInput("young")],
            metadata=None,
        ),
    ),
    "imports-create": (
        IMPORT,
        models.CreateImportParameters(
            size=120,
            count=3,
            entity=models.PersonEntity(),
            title="Planters",
            csv=models.CsvOptionsInput(identifier=0),
            metadata=TEAM,
        ),
    ),
    "imports-update": (CHANGED_IMPORT, models.UpdateImport(title="Growers", metadata=UNBOUNDED_TEAM)),
    "monitors-create": (
        MONITOR,
        models.CreateMonitorParameters(
            webset_id="webset_1",
            cadence=models.MonitorCadenceInput("0 9 * * 1", timezone="Europe/Berlin"),
            behavior=models.MonitorBehaviorInput(
                models.MonitorSearchConfigInput(
                    count=5,
                    query="new makers of tea",
                    criteria=[models.MonitorCriterionInput("makes tea")],
                    entity=models.ArticleEntity(),
                    behavior=SearchBehavior.OVERRIDE,
                )
            ),
            metadata=UNBOUNDED_TEAM,
        ),
    ),
    "monitors-update": (
        CHANGED_MONITOR,
        models.UpdateMonitor(
            status=models.MonitorStatus.DISABLED,
            cadence=models.MonitorCadenceInput("0 9 * * *"),
            behavior=models.MonitorBehaviorInput(models.MonitorSearchConfigInput(count=1)),
            metadata=UNBOUNDED_TEAM,
        ),
    ),
    "webhooks-create": (
        WEBHOOK,
        models.CreateWebhookParameters(
            events=[EventType.WEBSET_IDLE, EventType.WEBSET_EXPORT_CREATED],
            url="https://example.com/hook?a=1",
            metadata=TEAM,
        ),
    ),
    "webhooks-update": (
        CHANGED_WEBHOOK,
        models.UpdateWebhookParameters(
            events=[EventType.WEBSET_DELETED], url="https://example.com/ü", metadata=models.MetadataInput()
        ),
    ),
}
