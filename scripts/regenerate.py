"""Rewrite `generated/` and the README's table from `openapi/`, or check that they need no rewriting."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bundle import BundleError, bundle
from generation import RegenerationError, compare, files, generate, replace
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from operations_table import with_operations

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "generated"
README = ROOT / "README.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if anything would change")
    arguments = parser.parse_args()
    try:
        document = bundle(ROOT / "openapi")
        readme = with_operations(README.read_text(encoding="utf-8"), document)
        with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
            fresh = Path(folder) / "generated"
            generate(document, fresh, Path(folder))
            if not arguments.check:
                replace(GENERATED, fresh)
                README.write_text(readme, encoding="utf-8", newline="\n")
                print(f"wrote {sum(1 for _ in files(GENERATED))} files to generated/, and the table of the README")
                return 0
            differences = compare(GENERATED, fresh)
        if README.read_text(encoding="utf-8") != readme:
            differences.append("differs: the table of operations in README.md")
    except (BundleError, OpenAPIValidationError, RegenerationError, ValueError) as error:
        print(f"scripts/regenerate: {error}", file=sys.stderr)
        return 1
    if differences:
        print("generated/ is not what openapi/ and scripts/templates/ give:", file=sys.stderr)
        print("\n".join(f"  {line}" for line in differences), file=sys.stderr)
        print("Run scripts/regenerate and commit the result.", file=sys.stderr)
        return 1
    print("generated/ is up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
