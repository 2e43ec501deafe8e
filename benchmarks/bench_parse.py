"""How fast and how right the mail parser is, side by side with others.

    python benchmarks/bench_parse.py [--seconds 1.5]

Prints two markdown tables. Speed is mails per second of processor time over bytes
in memory, all bodies and attachments decoded, the best of three rounds. Mails:

* usual: 600 replies as mail programs write them (text + HTML, quoted history),
  every tenth with a file of 100 kB
* own: tests/data, each a hard case
* samples: ../shared/corpora beside the project; left out when not there

"right" counts the hard cases of tests/data whose one telling word was found.
Parsers that are not installed are left out (mail-parser, fast-mail-parser).
"""

import argparse
import email
import email.header
import email.policy
import email.utils
import importlib.util
import platform
import random
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import mime  # noqa: E402 - found through the line above

# What a reader of each mail must find: in subject, sender, text or file names.
NEEDLES = {
    "address_forms": "ann@x.example",
    "alternative": "rich",
    "apple_mixed": "After",
    "ascii_with_cp1252": "5 € “now”",
    "bad_base64": "Hello world, no padding",
    "bad_qp": "=ZZ sure, ä and",
    "base64_footer": "Hello world",
    "base64_multipart": "Hidden",
    "base64_never_was": "This is plain text",
    "base64_pieces": "Hello world",
    "broken_content_type": "Hello",
    "digest": "One",
    "flowed": "This is one paragraph.",
    "flowed_delsp": "Donaudampfschiff",
    "gb2312": "镕基",
    "header_ends_early": "Dear Ben",
    "header_junk": "Still here",
    "html_meta_charset": "Привет",
    "iso2022jp": "こんにちは",
    "latin_called_utf8": "Grüße",
    "mac_line_ends": "line two",
    "mbox_line": "Boxed",
    "missing_boundary": "Found",
    "names_rfc2231": "€ ratesä.pdf",
    "no_parts": "There is only this text",
    "nothing_but_text": "Just words",
    "raw_8bit_headers": "Grüße aus Köln",
    "raw_utf8_headers": "Grüße — schön",
    "rfc822": "See below",
    "similar_boundaries": "Inner",
    "split_encoded_words": "Grüße to you",
    "tnef": "Übersicht.txt",
    "unknown_charset": "Grüße",
    "unknown_encoding": "Hello",
    "unterminated": "a.pdf",
    "utf16": "Grüße",
    "utf8_called_latin": "Grüße",
    "uuencoded": "hello.txt",
}


def ours(raw):
    parsed = mime.parse(raw)
    sender = parsed.from_.email if parsed.from_ else ""
    names = [one.filename for one in parsed.attachments]
    return parsed.subject, sender, parsed.text, parsed.html, *names


def policy_default(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    found = [str(message["subject"] or ""), str(message["from"] or "")]
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_content()
            found += [part.get_filename(), content if isinstance(content, str) else ""]
    return found


def compat32(raw):
    message = email.message_from_bytes(raw)
    found = [_decoded(message["subject"]), email.utils.parseaddr(message["from"])[1]]
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        if part.get_content_maintype() == "text":
            try:
                text = content.decode(part.get_content_charset("utf-8"), "replace")
            except LookupError:
                text = content.decode("utf-8", "replace")
            found.append(text)
        found.append(_decoded(part.get_filename()))
    return found


def _decoded(value):
    return str(email.header.make_header(email.header.decode_header(value or "")))


def compat32_tree(raw):
    email.message_from_bytes(raw)
    return ()


def mail_parser(raw):
    message = importlib.import_module("mailparser").parse_from_bytes(raw)
    names = [one["filename"] for one in message.attachments]
    senders = [address for _, address in message.from_]
    subject = message.subject
    return (subject, *senders, *message.text_plain, *message.text_html, *names)


def fast_mail_parser(raw):
    message = importlib.import_module("fast_mail_parser").parse_email(raw)
    names = [one.filename for one in message.attachments]
    sender = str(message.from_)
    return (message.subject, sender, *message.text_plain, *message.text_html, *names)


PARSERS = (
    ("**tools/mime**", ours, None),
    ("`email`, compat32, walk and decode", compat32, None),
    ("`email`, compat32, tree only", compat32_tree, None),
    ("`email`, policy.default", policy_default, None),
    ("mail-parser", mail_parser, "mailparser"),
    ("fast-mail-parser (Rust)", fast_mail_parser, "fast_mail_parser"),
)


def usual_mails(count=600):
    """Build replies as mail programs write them."""
    dice = random.Random(1)
    words = "offer price Grüße meeting please find attached invoice thanks".split()
    mails = []
    for number in range(count):
        paragraphs = [" ".join(dice.choices(words, k=40)) for _ in range(6)]
        html = "".join(f'<p style="margin:0">{one}</p>' for one in paragraphs)
        quoted = f"<blockquote>{html}</blockquote>"
        file = mime.Attachment("a.pdf", "application/pdf", dice.randbytes(100_000))
        draft = mime.Draft(
            from_=mime.Address("Jörg Müller", "joerg@x.example"),
            to=(mime.Address("Ann", "ann@y.example"),),
            subject=f"Re: Angebot für Büro {number}",
            html=f'{html}<div class="gmail_quote">On Monday Ann wrote:{quoted}</div>',
            date=datetime(2025, 3, 3, 9, tzinfo=timezone.utc),
            references=(f"{number}.1@y.example", f"{number}.2@y.example"),
            attachments=(file,) if number % 10 == 0 else (),
        )
        mails.append(mime.build(draft).raw)
    return mails


def sample_mails():
    """Read the sample mails beside the project."""
    files = (ROOT.parent / "shared" / "corpora").glob("*/*")
    wanted = [f for f in files if f.suffix in (".eml", ".raw", ".txt")]
    return [file.read_bytes() for file in sorted(wanted)]


def rate(function, items, seconds):
    """Measure items per second, best of three; errors count as done."""
    best = 0.0
    for _ in range(3):
        done, started = 0, time.process_time()
        while time.process_time() - started < seconds / 3:
            for item in items:
                try:
                    function(item)
                except Exception:
                    pass
            done += len(items)
        best = max(best, done / (time.process_time() - started))
    return round(best)


def failures(function, items):
    """Count the mails on which a parser raises."""
    count = 0
    for item in items:
        try:
            function(item)
        except Exception:
            count += 1
    return count


def right(function, cases):
    """Count the hard cases in which the telling word is found."""
    count = 0
    for raw, needle in cases:
        try:
            count += any(needle in (one or "") for one in function(raw))
        except Exception:
            continue
    return count


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=float, default=1.5, help="per figure")
    seconds = options.parse_args().seconds
    data = ROOT / "tests" / "data"
    cases = [((data / f"{n}.eml").read_bytes(), w) for n, w in NEEDLES.items()]
    sets = {
        "usual": usual_mails(),
        "own": [file.read_bytes() for file in sorted(data.glob("*.eml"))],
        "samples": sample_mails(),
    }
    sets = {name: mails for name, mails in sets.items() if mails}
    everything = [raw for mails in sets.values() for raw in mails]
    print(f"Python {platform.python_version()}; mails per second of processor time.\n")
    for name, mails in sets.items():
        size = sum(map(len, mails)) / len(mails) / 1000
        print(f"* {name}: {len(mails)} mails, {size:.1f} kB each on average")
    print("\n| parser |", " | ".join(sets), f"| raised | right of {len(cases)} |")
    print("| --- " * (len(sets) + 3) + "|")
    for title, function, module in PARSERS:
        if module and importlib.util.find_spec(module) is None:
            continue
        speeds = [f"{rate(function, mails, seconds):,}" for mails in sets.values()]
        found = right(function, cases) if function is not compat32_tree else "–"
        raised = failures(function, everything)
        print(f"| {title} |", " | ".join(speeds), f"| {raised} | {found} |")
    parsed = [mime.parse(raw) for raw in sets["usual"]]
    steps = (
        ("`parse_headers`", lambda n: mime.parse_headers(sets["usual"][n])),
        ("`parse`", lambda n: mime.parse(sets["usual"][n])),
        ("`split_quoted`, text", lambda n: mime.split_quoted(None, parsed[n].text)),
        ("`split_quoted`, HTML", lambda n: mime.split_quoted(parsed[n].html, None)),
        ("`show_body`: fold and sanitise", lambda n: mime.show_body(parsed[n], {})),
        (
            "`parse` and `show_body`",
            lambda n: mime.show_body(mime.parse(sets["usual"][n]), {}),
        ),
        ("`html_to_text`", lambda n: mime.html_to_text(parsed[n].html)),
        ("`text_to_html`", lambda n: mime.text_to_html(parsed[n].text)),
    )
    print("\n| step, usual mails | per second |\n| --- | --- |")
    for title, function in steps:
        print(f"| {title} | {rate(function, range(len(parsed)), seconds):,} |")


if __name__ == "__main__":
    main()
