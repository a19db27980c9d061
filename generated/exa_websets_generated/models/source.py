from enum import StrEnum


class Source(StrEnum):
    IMPORT = "import"
    WEBSET = "webset"

    def __str__(self) -> str:
        return str(self.value)
