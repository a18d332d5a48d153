"""The page that reports stand in: how it looks, and what a browser may do with it, which is nothing but show it."""

from base64 import b64encode
from hashlib import sha256
from typing import Final

from simulator.drawing.letters import escaped
from simulator.drawing.style import STYLE as DRAWINGS

_HTML: Final = "http://www.w3.org/1999/xhtml"

STYLE: Final = (
    """
:root{color-scheme:light dark}
body{margin:0 auto;max-width:1180px;padding:24px 20px 80px;background:#f8fafc;color:#1f2937;
font:14px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:24px;margin:0 0 4px}
h2{font-size:17px;margin:0;display:inline}
h3{font-size:14px;margin:18px 0 6px}
p{margin:4px 0}
a{color:#4f46e5;text-decoration:none}
a:hover{text-decoration:underline}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;font-size:12.5px}
.muted{color:#6b7280}
.bar{display:flex;height:8px;border-radius:4px;overflow:hidden;margin:14px 0}
.bar svg{width:100%;height:8px;display:block}
.bar .passed{fill:#16a34a}.bar .failed{fill:#dc2626}.bar .skipped{fill:#9ca3af}
.filter{position:absolute;opacity:0}
.filters{display:flex;gap:8px;flex-wrap:wrap;margin:14px 0}
.filters label{padding:4px 12px;border:1px solid #d1d5db;border-radius:99px;cursor:pointer;background:#fff}
#all:checked~.filters .all,#passed:checked~.filters .passed,#failed:checked~.filters .failed,
#skipped:checked~.filters .skipped{background:#4f46e5;border-color:#4f46e5;color:#fff}
.filter:focus-visible~.filters{outline:2px solid #4f46e5;outline-offset:3px;border-radius:8px}
#passed:checked~main .story:not(.passed),#failed:checked~main .story:not(.failed),
#skipped:checked~main .story:not(.skipped){display:none}
table{border-collapse:collapse;width:100%;background:#fff;border:1px solid #e5e7eb;border-radius:8px}
th,td{text-align:left;vertical-align:top;padding:5px 10px;border-bottom:1px solid #eef0f3;overflow-wrap:anywhere}
th{font-weight:600;font-size:12px;color:#6b7280;white-space:nowrap}
tr:last-child td{border-bottom:0}
td.short,th.short{white-space:nowrap;overflow-wrap:normal;width:1%}
section{margin-top:14px;background:#fff;border:1px solid #e5e7eb;border-left:4px solid #16a34a;border-radius:8px;
content-visibility:auto;contain-intrinsic-size:auto 52px}
section.failed{border-left-color:#dc2626}
section.skipped{border-left-color:#9ca3af}
section>details>summary{padding:12px 16px;cursor:pointer}
details.more>summary{margin-top:18px;font-weight:600;cursor:pointer}
.inside{padding:0 16px 16px}
.mark{display:inline-block;min-width:3.4em;padding:1px 8px;border-radius:99px;font-size:12px;text-align:center;
background:#dcfce7;color:#166534}
.failed>.mark,.mark.failed{background:#fee2e2;color:#991b1b}
.skipped>.mark,.mark.skipped{background:#e5e7eb;color:#374151}
.why{margin:8px 0;padding:8px 12px;border-radius:6px;background:#fef2f2;color:#991b1b;overflow-wrap:anywhere}
td .why{margin:4px 0 0}
.order{margin:10px 0;padding:10px 14px;border:1px solid #e5e7eb;border-radius:8px}
.order h4{margin:0 0 6px;font-size:14px}
.objection{margin:10px 0;padding:10px 14px;border:1px solid #fecaca;border-radius:8px;background:#fff7f7}
.objection p.rule{font-weight:600;color:#991b1b}
.sides{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.side{flex:1 1 220px;padding:6px 10px;border-radius:6px;background:#fff;border:1px solid #fecaca;overflow-wrap:anywhere}
.side b{display:block;font-weight:400;font-size:12px;color:#6b7280}
.drawing{overflow-x:auto;margin-top:8px;border:1px solid #e5e7eb;border-radius:8px}
.drawing svg{display:block}
.again{display:block;margin-top:6px;padding:8px 12px;border-radius:6px;background:#f3f4f6;overflow-x:auto;
white-space:pre;user-select:all}
@media (prefers-color-scheme:dark){
body{background:#0b1120;color:#e5e7eb}
a{color:#a5b4fc}
.muted,th,.side b{color:#9ca3af}
table,section,.filters label,.side{background:#111827;border-color:#374151}
th,td{border-color:#1f2937}
.order,.drawing{border-color:#374151}
.mark{background:#14532d;color:#bbf7d0}
.failed>.mark,.mark.failed{background:#7f1d1d;color:#fecaca}
.skipped>.mark,.mark.skipped{background:#374151;color:#e5e7eb}
.why{background:#450a0a;color:#fecaca}
.objection{background:#1c1012;border-color:#7f1d1d}
.objection p.rule{color:#fca5a5}
.side{border-color:#7f1d1d}
.again{background:#1f2937}
}
@media (max-width:760px){
thead{display:none}
tr{display:flex;flex-wrap:wrap;border-bottom:1px solid #e5e7eb}
td,td.short{border:0;width:auto;white-space:normal;overflow-wrap:anywhere}
}
@media print{.filters{display:none}section{break-inside:avoid}}
"""
    + DRAWINGS
)


def page(title: str, body: str, lang: str, *, style: str = "") -> str:
    """Return a whole page, which needs nothing from anywhere and lets nothing in it run. ``body`` is well-formed.

    ``style`` is what a page needs besides the style of all.
    """
    style = STYLE + style
    allowed = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html xmlns="{_HTML}" lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
        f'<meta charset="utf-8"/>\n<meta http-equiv="Content-Security-Policy" content="{allowed}"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f'<meta name="referrer" content="no-referrer"/>\n<title>{escaped(title)}</title>\n<style>{style}</style>\n'
        f"</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _hash(style: str) -> str:
    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
