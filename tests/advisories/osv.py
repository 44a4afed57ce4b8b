"""Which advisories of a PyPA database affect the pinned packages of a requirements file, by the
algorithm of the OSV schema (https://ossf.github.io/osv-schema/#evaluation), with `packaging` for
versions and PyYAML for the records. Knows nothing of relcheck.

    python osv.py DATABASE REQUIREMENTS

One line each: NAME VERSION ID, sorted.
"""

import glob
import os
import re
import sys

import yaml
from packaging.version import InvalidVersion, Version

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def strings(loader):
    """Scalars stay as they are written: 5.0 is a version, and no number."""

    class Plain(loader):
        pass

    Plain.yaml_implicit_resolvers = {}
    return Plain


PLAIN = strings(Loader)


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path):
    for line in open(path, encoding="utf-8"):
        found = re.match(r"\s*([A-Za-z0-9._-]+)\s*(?:\[[^]]*\])?\s*==\s*([^\s;#\\]+)", line)
        if found:
            yield normalised(found[1]), found[2]


def version(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


def event_version(event):
    (text,) = event.values()
    return version("0.dev0") if text == "0" else Version(text)


def in_range(v, events):
    limits = [e["limit"] for e in events if "limit" in e]
    if limits and not any(l == "*" or v < Version(l) for l in limits):
        return False
    vulnerable = False
    kinds = ["fixed", "last_affected", "introduced"]
    order = sorted(
        (e for e in events if "limit" not in e),
        key=lambda e: (event_version(e), kinds.index(next(iter(e)))),
    )
    for event in order:
        if event.get("introduced") == "0":
            vulnerable = True
        elif "introduced" in event and v >= Version(event["introduced"]):
            vulnerable = True
        elif "fixed" in event and v >= Version(event["fixed"]):
            vulnerable = False
        elif "last_affected" in event and v > Version(event["last_affected"]):
            vulnerable = False
    return vulnerable


def affects(record, name, text):
    v = version(text)
    for affected in record.get("affected", []):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI" or normalised(package["name"]) != name:
            continue
        listed = affected.get("versions") or []
        if text in listed or (v is not None and any(version(l) == v for l in listed)):
            return True
        for one in affected.get("ranges") or []:
            if one["type"] == "ECOSYSTEM" and v is not None and in_range(v, one["events"]):
                return True
    return False


def main(database, requirements):
    found = set()
    for name, text in set(pins(requirements)):
        for path in glob.glob(os.path.join(database, "vulns", "*", "*.yaml")):
            if normalised(os.path.basename(os.path.dirname(path))) != name:
                continue
            with open(path, encoding="utf-8") as file:
                record = yaml.load(file, Loader=PLAIN)
            if not record.get("withdrawn") and affects(record, name, text):
                found.add((name, text, record["id"]))
    for line in sorted(found):
        print(*line)


if __name__ == "__main__":
    main(*sys.argv[1:])
