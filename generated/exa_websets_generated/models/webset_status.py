from enum import StrEnum


class WebsetStatus(StrEnum):
    IDLE = "idle"
    PAUSED = "paused"
    PENDING = "pending"
    RUNNING = "running"

    def __str__(self) -> str:
        return str(self.value)
