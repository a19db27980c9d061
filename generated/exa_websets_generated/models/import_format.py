from enum import StrEnum


class ImportFormat(StrEnum):
    CSV = "csv"
    WEBSET = "webset"

    def __str__(self) -> str:
        return str(self.value)
