import json
import unittest
from pathlib import Path

from .common import OURS, THEIRS, TwilioCase

_DESCRIPTION = Path(__file__).resolve().parents[4] / "shared/data/twilio_api_v2010.json"
_TYPES = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}


@unittest.skipUnless(_DESCRIPTION.exists(), "the OpenAPI description is not there")
class TestFake(TwilioCase):
    """The server says what Twilio's public description says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api = json.loads(_DESCRIPTION.read_text(encoding="utf-8"))

    def test_answers(self):
        sent = self.send()
        self.account.fetch(sent.sid)
        self.account.find_number(OURS)
        self.account.set_sms_url(self.number["sid"], "https://ours.example/hook")
        self.account.get_sms_url(self.number["sid"])
        list(self.account._client.messages.list(to=THEIRS))
        self.assertGreaterEqual(len(self.server.answers), 6)
        for method, path, status, value in self.server.answers:
            with self.subTest(path=path, method=method):
                self._check(self._schema(method, path, status), value)

    def _schema(self, method, path, status):
        """The description's schema of an answer, found by its path."""
        wanted = path.partition("?")[0].split("/")
        for template, operations in self.api["paths"].items():
            parts = template.split("/")
            if len(parts) != len(wanted):
                continue
            if all(_fits(*pair) for pair in zip(parts, wanted, strict=True)):
                answer = operations[method.lower()]["responses"][str(status)]
                return answer["content"]["application/json"]["schema"]
        raise AssertionError(f"{path} is not in the description")

    def _check(self, schema, value):
        while "$ref" in schema:
            node = self.api
            for part in schema["$ref"].lstrip("#/").split("/"):
                node = node[part]
            schema = node
        if value is None:
            self.assertTrue(schema.get("nullable"), schema)
            return
        if "enum" in schema:
            self.assertIn(value, schema["enum"])
        if "type" in schema:
            self.assertIsInstance(value, _TYPES[schema["type"]])
        for name, part in schema.get("properties", {}).items():
            if isinstance(value, dict) and name in value:
                self._check(part, value[name])
        if isinstance(value, dict) and "properties" in schema:
            self.assertLessEqual(value.keys(), schema["properties"].keys())
        for item in value if isinstance(value, list) else ():
            self._check(schema["items"], item)


def _fits(part, wanted):
    """Whether a piece of a path fits ``{Sid}.json`` or the like."""
    if "{" not in part:
        return part == wanted
    return wanted.endswith(part.partition("}")[2]) and (
        part.endswith(".json") or not wanted.endswith(".json")
    )
