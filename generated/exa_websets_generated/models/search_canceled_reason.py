from enum import StrEnum


class SearchCanceledReason(StrEnum):
    OUT_OF_CREDITS = "out_of_credits"
    WEBSET_CANCELED = "webset_canceled"
    WEBSET_DELETED = "webset_deleted"

    def __str__(self) -> str:
        return str(self.value)
