"""A user's program: cancels a Webset of its own, misses one, reads the items of another."""

import json
import sys

from exa_websets import NotFoundError, WebsetsClient, is_finished
from exa_websets.models import CompanyItemProperties, CreateWebsetParameters, WebsetItem, WebsetSearchInput
from exa_websets.params import CreateWebsetParameters as Body
from exa_websets_generated.api.websets import websets_get

BODY: Body = {"search": {"query": "makers of tea", "count": 3}}


def name(item: WebsetItem) -> str:
    match item.properties:
        case CompanyItemProperties(company=company):
            return company.name
        case _:
            return item.id


def main(base_url: str, finished: str) -> dict[str, object]:
    with WebsetsClient("any key", base_url=base_url) as client:
        client.websets.create(CreateWebsetParameters(search=WebsetSearchInput(query="makers of coffee")))
        webset = client.websets.cancel(client.websets.create(BODY).id)
        missed = None
        try:
            client.websets.cancel("nobody's")
        except NotFoundError as error:
            missed = error.status
        return {
            "status": webset.status,
            "reasons": [search.canceled_reason for search in webset.searches],
            "finished": is_finished(webset),
            "missed": missed,
            "raw": websets_get.sync_detailed(webset.id, client=client.raw).status_code,
            "items": [name(item) for item in client.items.list_all(finished)],
        }


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
