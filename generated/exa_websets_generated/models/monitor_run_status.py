from enum import StrEnum


class MonitorRunStatus(StrEnum):
    CANCELED = "canceled"
    COMPLETED = "completed"
    CREATED = "created"
    FAILED = "failed"
    RUNNING = "running"

    def __str__(self) -> str:
        return str(self.value)
