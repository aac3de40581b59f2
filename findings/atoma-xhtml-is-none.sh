#!/usr/bin/env bash
# atoma 0.0.17 reads Atom titles, summaries and contents of type "xhtml" as None, without an error, and so
# entries without a word: it looks at the text before the first child only, where RFC 4287, section 3.1.1.3,
# wants a div. Of what it does not read, its README names content of types other than "text", "html" and
# "xhtml". feedparser reads all three.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check atoma==0.0.17 feedparser==6.0.14
env/bin/python - <<'PYTHON'
from importlib.metadata import version

import atoma
import feedparser

FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>urn:example:1</id>
<updated>2024-05-06T10:00:00Z</updated><entry><title type="{type}">{text}</title><id>urn:example:2</id>
<updated>2024-05-06T10:00:00Z</updated><content type="{type}">{text}</content></entry></feed>"""
texts = {
    "text": "The mayor is not guilty",
    "html": "The mayor is &lt;b>not&lt;/b> guilty",
    "xhtml": '<div xmlns="http://www.w3.org/1999/xhtml">The mayor is <b>not</b> guilty</div>',
}
print("atoma", version("atoma"), "- feedparser", version("feedparser"))
for kind, text in texts.items():
    feed = FEED.format(type=kind, text=text).encode()
    (entry,), (other,) = atoma.parse_atom_bytes(feed).entries, feedparser.parse(feed).entries
    title, content = entry.title and entry.title.value, entry.content and entry.content.value
    print(f"{kind}: title {title!r}, content {content!r}; feedparser {other.title!r}")
    assert "guilty" in other.title and "guilty" in other.content[0].value, "changed"
    if kind == "xhtml":
        assert title is content is None, "changed: it is read"
    else:
        assert "guilty" in title and "guilty" in content, "changed"
PYTHON
