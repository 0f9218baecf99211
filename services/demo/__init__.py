"""Five made-up unions: three whose records answer the figures of three work reports, two under the chart of 2021.

They are recorded by the product's own commands, by people in their own roles, and every month of theirs is closed.
"""

from services.demo.script import (
    CLAIMS_FILE,
    STORIES,
    DemoRecorded,
    demo_requests,
    record_demo,
    record_story,
)
from services.demo.story import ACTORS

__all__ = ["ACTORS", "CLAIMS_FILE", "STORIES", "DemoRecorded", "demo_requests", "record_demo", "record_story"]
