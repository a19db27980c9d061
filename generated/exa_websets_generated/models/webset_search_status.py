from enum import StrEnum


class WebsetSearchStatus(StrEnum):
    CANCELED = "canceled"
    COMPLETED = "completed"
    CREATED = "created"
    PENDING = "pending"
    RUNNING = "running"

    def __str__(self) -> str:
        return str(self.value)
