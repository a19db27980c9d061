from enum import StrEnum


class MonitorRunType(StrEnum):
    REFRESH = "refresh"
    SEARCH = "search"

    def __str__(self) -> str:
        return str(self.value)
