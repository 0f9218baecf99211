"""Three made-up unions whose records answer every figure of three work reports.

They are recorded by the product's own commands, by people in their own roles.
"""

from services.demo.script import ACTORS, CLAIMS_FILE, STORIES, DemoRecorded, demo_requests, record_demo

__all__ = ["ACTORS", "CLAIMS_FILE", "STORIES", "DemoRecorded", "demo_requests", "record_demo"]
