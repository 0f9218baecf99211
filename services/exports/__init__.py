"""Files that leave the program: statements, ledgers and vouchers as xlsx and csv, a year's books as hledger journal."""

from services.exports.kinds import (
    EXPORT_KINDS,
    MEDIA_TYPES,
    READ_MODEL_OF,
    ExportAsked,
    ExportFormat,
    ExportKind,
    ExportNeedsPeriod,
    ExportNotInFormat,
    File,
    VoucherNotFound,
    export_file,
)

__all__ = [
    "EXPORT_KINDS",
    "MEDIA_TYPES",
    "READ_MODEL_OF",
    "ExportAsked",
    "ExportFormat",
    "ExportKind",
    "ExportNeedsPeriod",
    "ExportNotInFormat",
    "File",
    "VoucherNotFound",
    "export_file",
]
