"""Prints the JSON schemas of what a market by others is told and answers, as docs/market.schema.json has them."""

import json

from scenarios.foreign.documents import schema

if __name__ == "__main__":
    print(json.dumps(schema(), ensure_ascii=False, indent=1, sort_keys=True))
