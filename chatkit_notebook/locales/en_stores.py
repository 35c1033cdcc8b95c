"""What the kernel says about stores, in English: what a folder or a database is, or what became of it."""

from __future__ import annotations

from typing import Protocol


class StoreTexts(Protocol):
    """The part of a locale's texts that is about stores."""

    disk_full = "could not be written: the disk is full. Free some space and try again; nothing stored was lost"
    check_disk = "could not be read or written. Check the disk, its free space and its quota"
    not_accessible = "could not be read or written"
    folder_read_only = "is read-only. Choose another folder, or make it one that can be written"
    no_permission = "may not be read or written by you. Give yourself permission for it and what is in it"
    symbolic_link = "has a symbolic link where a file should be, which is not followed. Remove the link"
    not_in_a_folder = "is not a folder, or is not inside one. Choose another place"
    not_a_folder = "is not a folder. Choose another place"
    name_too_long = "has a name that is too long. Choose another place"
    database_read_only = "is read-only. Give the file and its folder write permission, or use a copy"
    database_locked = "is locked: another program is writing for too long. Let it end and try again"
    database_not_opened = "can't be opened. Check that its folder exists and that you may read and write there"
    not_a_database = "is not an SQLite database. Choose another file"
    database_damaged = "is damaged. Use a backup, or sqlite3's .recover"
    database_given_up = "was given up: SQLite did not come to an end in it. It may be damaged. Use a backup"
    item_too_large = "can't hold this item: it is larger than SQLite's limit"

    folder_gone = "the folder is gone"
    database_gone = "was deleted or moved while it was open"
    database_replaced = "was replaced by another file while it was open"

    def database_lost(self, where: str, reason: str) -> str:
        return (
            f"The database {where!r} {reason}, so nothing was read or written. Put the file back, or run the cell that "
            "makes the store again to begin with what is there now."
        )

    data_not_text = "its data is not UTF-8 text"
    data_of_another = "its data has another id"

    def folder_failed(self, folder: str, reason: str, detail: str) -> str:
        return f"The folder {folder!r} {reason} ({detail})."

    def database_failed(self, where: str, reason: str, detail: str) -> str:
        return f"The database {where!r} {reason} ({detail})."

    def database_answered(self, where: str, detail: str) -> str:
        return f"The database {where!r} answered: {detail}"

    def row_damaged(self, where: str, what: str, reason: str) -> str:
        return (
            f"The database {where!r} holds {what}, whose row this version of chatkit-notebook can't read: {reason}. It "
            "may be damaged, or from a newer version."
        )

    def data_of_type(self, name: str) -> str:
        return f"its data is of the type {name}"

    def the_thread(self, thread: str) -> str:
        return f"the thread {thread}"

    def the_item(self, item: str, thread: str) -> str:
        return f"the item {item} of the thread {thread}"

    def the_attachment(self, attachment: str) -> str:
        return f"the attachment {attachment}"

    def bytes_damaged(self, where: str, name: str) -> str:
        return (
            f"The database {where!r} holds the bytes of {name!r} in damaged rows. Use a backup, or delete the "
            "attachment."
        )

    def file_not_ordinary(self, path: str) -> str:
        return f"{path!r} is not an ordinary file. Remove it."

    def file_too_large(self, path: str, most: int) -> str:
        return f"{path!r} is larger than {most:,} bytes, which no attachment is. Remove it."

    def store_of_another_process(self, where: str) -> str:
        return f"The store of {where!r} was made in another process: make one in each."

    def store_closed(self, where: str) -> str:
        return f"The store of {where!r} was closed: make a new one."
