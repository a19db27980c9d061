from enum import StrEnum


class WebsetExpand(StrEnum):
    ITEMS = "items"

    def __str__(self) -> str:
        return str(self.value)
