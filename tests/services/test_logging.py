import json
import subprocess
import sys

PROGRAM = """
import logging, structlog
from services.logging import configure_logging
configure_logging("INFO")
structlog.get_logger("http").info("request", actor="王芳", status=200)
structlog.get_logger("http").debug("hidden")
logging.getLogger("uvicorn.error").warning("from %s", "elsewhere")
try:
    secret = "ul_secret"
    raise ValueError("what went wrong")
except ValueError:
    structlog.get_logger("http").exception("fault")
"""


def test_every_line_is_json_whoever_writes_it_and_no_variable_gets_in() -> None:
    written = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    request, other, fault = (json.loads(line) for line in written.stderr.splitlines())

    assert (request["event"], request["actor"], request["status"], request["level"]) == ("request", "王芳", 200, "info")
    assert request["timestamp"].endswith("Z")
    assert (other["event"], other["level"], other["logger"]) == ("from elsewhere", "warning", "uvicorn.error")
    assert fault["exception"][0]["exc_value"] == "what went wrong"
    assert "ul_secret" not in written.stderr
    assert written.stdout == ""
