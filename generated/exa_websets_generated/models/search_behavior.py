from enum import StrEnum


class SearchBehavior(StrEnum):
    APPEND = "append"
    OVERRIDE = "override"

    def __str__(self) -> str:
        return str(self.value)
