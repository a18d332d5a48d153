"""How drawings look: plain by day and by night, red for what refuses, green for what releases."""

from typing import Final

STYLE: Final = """
.ks{font:12px system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
.ks text{fill:#1f2937}
.ks .ks-paper{fill:#ffffff}
.ks .ks-title{font-size:15px;font-weight:600}
.ks .ks-head rect{fill:#eef2ff;stroke:#a5b4fc}
.ks .ks-port rect{fill:#fff7ed;stroke:#fdba74}
.ks .ks-head text{font-weight:600;text-anchor:middle}
.ks .ks-head .ks-small{font-size:10px;font-weight:400;fill:#6b7280}
.ks .ks-life{stroke:#c4c9d4;stroke-dasharray:3 4}
.ks .ks-day{font-weight:600}
.ks .ks-rule{stroke:#e5e7eb}
.ks .ks-time{font-size:11px;fill:#6b7280;text-anchor:end;font-variant-numeric:tabular-nums}
.ks .ks-mid{text-anchor:middle}
.ks .ks-over{paint-order:stroke;stroke:#ffffff;stroke-width:5px;stroke-linejoin:round}
.ks .ks-more{font-size:11px;fill:#6b7280}
.ks .ks-arrow{stroke:#4f46e5;stroke-width:1.5;fill:none}
.ks .ks-tip{fill:#4f46e5}
.ks .ks-back .ks-arrow{stroke:#6b7280;stroke-dasharray:5 3}
.ks .ks-back .ks-tip{fill:#6b7280}
.ks .ks-note{fill:#fefce8;stroke:#eab308}
.ks .ks-clock{fill:#f3f4f6;stroke:#e5e7eb}
.ks .ks-bad .ks-arrow{stroke:#dc2626}
.ks .ks-bad .ks-tip{fill:#dc2626}
.ks .ks-bad text{fill:#b91c1c}
.ks .ks-bad .ks-note{fill:#fef2f2;stroke:#f87171}
.ks .ks-good .ks-arrow{stroke:#16a34a}
.ks .ks-good .ks-tip{fill:#16a34a}
.ks .ks-good text{fill:#15803d}
.ks .ks-good .ks-note{fill:#f0fdf4;stroke:#4ade80}
.ks .ks-hit{fill:transparent}
.ks g:hover .ks-hit{fill:#6366f1;fill-opacity:.08}
@media (prefers-color-scheme:dark){
.ks text{fill:#e5e7eb}
.ks .ks-paper{fill:#111827}
.ks .ks-head rect{fill:#1e1b4b;stroke:#6366f1}
.ks .ks-port rect{fill:#431407;stroke:#c2410c}
.ks .ks-head .ks-small,.ks .ks-time,.ks .ks-more{fill:#9ca3af}
.ks .ks-life{stroke:#4b5563}
.ks .ks-rule{stroke:#374151}
.ks .ks-over{stroke:#111827}
.ks .ks-arrow{stroke:#a5b4fc}
.ks .ks-tip{fill:#a5b4fc}
.ks .ks-back .ks-arrow{stroke:#9ca3af}
.ks .ks-back .ks-tip{fill:#9ca3af}
.ks .ks-note{fill:#422006;stroke:#a16207}
.ks .ks-clock{fill:#1f2937;stroke:#374151}
.ks .ks-bad .ks-arrow{stroke:#f87171}
.ks .ks-bad .ks-tip{fill:#f87171}
.ks .ks-bad text{fill:#fca5a5}
.ks .ks-bad .ks-note{fill:#450a0a;stroke:#b91c1c}
.ks .ks-good .ks-arrow{stroke:#4ade80}
.ks .ks-good .ks-tip{fill:#4ade80}
.ks .ks-good text{fill:#86efac}
.ks .ks-good .ks-note{fill:#052e16;stroke:#15803d}
}
"""
"""Every class begins with ``ks``: the drawing may stand in a page that has classes of its own."""
