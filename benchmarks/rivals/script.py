"""The shortest script that reads a report, checks it against its schema and makes three documents with docxtpl."""

import json
import sys
from pathlib import Path

import jsonschema
import yaml
from docxtpl import DocxTemplate

report, schema, template, data, folder = sys.argv[1:]
loaded = yaml.load(Path(report).read_text("utf-8"), yaml.CSafeLoader)
loaded = json.loads(json.dumps(loaded, default=str))  # days are texts to the schema
jsonschema.validate(loaded, json.loads(Path(schema).read_text("utf-8")))
context = json.loads(Path(data).read_text("utf-8"))
for name in ("report", "funds", "scoring"):
    document = DocxTemplate(template)
    document.render(context)
    document.save(f"{folder}/{name}.docx")
