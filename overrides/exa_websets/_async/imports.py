"""The resource `imports` with its helpers: upload a file, and wait until the service has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from .._generated import api, models, types
from .._http.request import options_without_body
from .._imports.csv_file import CsvFile, Source, open_csv
from .._imports.upload import CreatedImport, OnProgress, build_upload, check_upload, note_on_error
from .._lazy import LazyModule
from .._runtime.tasks import in_thread
from .._websets.status import OnPoll
from .transport import AsyncTransport
from .wait_until_completed import wait_until_completed

if TYPE_CHECKING:
    from .. import params
else:
    params = LazyModule("..params", __package__)


class AsyncImports(api.imports.AsyncImports):
    """The operations of `imports`, and helpers that need more than one of them."""

    def __init__(self, transport: AsyncTransport) -> None:
        super().__init__(transport)
        self._transport = transport

    async def upload(
        self,
        source: Source,
        /,
        *,
        entity: models.EntityInput | params.EntityInput | api.PlainDict,
        title: str | types.Unset = types.UNSET,
        metadata: models.MetadataInput | params.MetadataInput | types.Unset = types.UNSET,
        csv: models.CsvOptionsInput | params.CsvOptionsInput | api.PlainDict | types.Unset = types.UNSET,
        on_progress: OnProgress = None,
        **options: Unpack[api.RequestOptions],
    ) -> models.Import:
        """Create an import for a CSV file and upload the file. A file that the service would reject is not sent.

        Args:
            source: The path of the file, or a file opened in binary mode. An open file is read from its current
                position and stays open.
            entity: What each row describes.
            title: A title for the import.
            metadata: Your own names and values.
            csv: How the service reads the file.
            on_progress: Called with the number of bytes sent and the total number of bytes. Bytes that a retry sends
                again are not counted.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Returns:
            The import as it is after the upload.

        Raises:
            OSError: the file cannot be read.
            TypeError: the source is neither a path nor a file opened in binary mode.
            ValueError: the file is not UTF-8, is empty, has no rows below its header, is larger than 50,000,000 bytes,
                or can be read only once.
            APIConnectionError: the create or the upload got no response; a note has the import's id if it is known.
            APIStatusError: the create or the upload was rejected; a note has the import's id if it is known.
            ResponseValidationError: the import was created, but its upload URL is not safe.
        """
        with open_csv(source) as csv_file:
            await in_thread(csv_file.scan)
            parameters = _parameters(csv_file, entity, title, metadata, csv)
            created = CreatedImport.from_response(await self.create(parameters, **options))
            with note_on_error(f"{created.id} was created, but the upload of its file did not succeed."):
                upload = build_upload(created, csv_file, on_progress, options, self._transport)
                check_upload(upload, await self._transport.send(upload))
        with note_on_error(f"{created.id} was created and its file was uploaded; only reading the import failed."):
            return await self.get(created.id, **options_without_body(options))

    async def wait_until_completed(
        self, id: str, /, *, timeout: float = 1800, poll_interval: float = 5, on_poll: OnPoll[models.Import] = None
    ) -> models.Import:
        """Wait until the service has read all rows of an import.

        Args:
            id: The import's id.
            timeout: The total timeout in seconds, including requests and their retries.
            poll_interval: The interval between two polls in seconds.
            on_poll: Called with the import after each poll.

        Returns:
            The completed import.

        Raises:
            ImportFailedError: the import failed or was canceled. The error holds the import; its message has the
                reason.
            ImportTimeoutError: the timeout expired. The error holds the import as it was last seen.
        """
        return await wait_until_completed(
            self._transport, id, timeout=timeout, poll_interval=poll_interval, on_poll=on_poll
        )


def _parameters(
    csv_file: CsvFile,
    entity: models.EntityInput | params.EntityInput | api.PlainDict,
    title: str | types.Unset,
    metadata: models.MetadataInput | params.MetadataInput | types.Unset,
    csv: models.CsvOptionsInput | params.CsvOptionsInput | api.PlainDict | types.Unset,
) -> models.CreateImportParameters:
    return models.CreateImportParameters(
        size=csv_file.size,
        count=csv_file.rows,
        entity=api.as_model(entity),
        title=title,
        metadata=api.as_model(metadata),
        csv=api.as_model(csv),
    )
