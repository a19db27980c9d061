from enum import StrEnum


class ItemSource(StrEnum):
    IMPORT = "import"
    SEARCH = "search"

    def __str__(self) -> str:
        return str(self.value)
