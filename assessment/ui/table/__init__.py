"""The table component: `table(columns, rows, key=…, lang=…) -> Event | None`."""

from assessment.ui.table.model import Badge, Button, Cell, Column, Event, Row, RowTone, Select, Tone
from assessment.ui.table.table import table

__all__ = ["Badge", "Button", "Cell", "Column", "Event", "Row", "RowTone", "Select", "Tone", "table"]
